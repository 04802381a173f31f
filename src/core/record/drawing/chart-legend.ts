/** What the signs of the chart mean, beneath it on the page and in the PDF. */
export const CHART_LEGEND =
  'BP: v systolic, ^ diastolic, dashed where it was typed, × a cuff cycle without a value. Dotted: limits in force, and values the oximeter doubted. Long dashes: baseline. Grey with a reason: no signal. Alerts: full triangle high, diamond medium, square advisory.';
