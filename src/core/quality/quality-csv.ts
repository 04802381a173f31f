/** The weeks of the quality page as rows of a file: the numbers the page shows, in units that a spreadsheet can go on with. */
import type { Cell } from '../audit/csv.ts';
import { shareInTime } from './quality.ts';
import type { Quality, QualityRow } from './quality.ts';

type Column = readonly [head: string, cell: (row: QualityRow) => Cell];

const seconds = (ms: number): number => Math.round(ms / 1000);
const minutesAVisit = (ms: number, { visits }: QualityRow): Cell =>
  visits === 0 ? undefined : Math.round(ms / visits / 6_000) / 10;

const COLUMNS: readonly Column[] = [
  ['Visits', ({ visits }) => visits],
  ['High alerts', ({ alerts }) => alerts.high],
  ['Medium alerts', ({ alerts }) => alerts.medium],
  ['Advisories', ({ alerts }) => alerts.low],
  ['Response median, s', ({ responseMs }) => (responseMs === null ? undefined : seconds(responseMs.median))],
  ['Response 90th percentile, s', ({ responseMs }) => (responseMs === null ? undefined : seconds(responseMs.p90))],
  ['Acknowledged in time', ({ answers }) => answers.inTime],
  ['Acknowledged late', ({ answers }) => answers.late],
  ['Never acknowledged', ({ answers }) => answers.none],
  ['Over before an answer was due', ({ answers }) => answers.over],
  [
    'Share in time, %',
    (row) => {
      const share = shareInTime(row);
      return share === undefined ? undefined : Math.round(share * 1000) / 10;
    },
  ],
  ['Audible, min a visit', (row) => minutesAVisit(row.audibleMs, row)],
  ['Without SpO2, min a visit', (row) => minutesAVisit(row.withoutSignalMs, row)],
  ['Watched, min a visit', (row) => minutesAVisit(row.watchedMs, row)],
  ['Peak systolic median, mmHg', ({ peaks }) => peaks?.median.systolicMmHg],
  ['Peak diastolic median, mmHg', ({ peaks }) => peaks?.median.diastolicMmHg],
  ['Highest systolic, mmHg', ({ peaks }) => peaks?.highest.systolicMmHg],
  ['Highest, its diastolic, mmHg', ({ peaks }) => peaks?.highest.diastolicMmHg],
  ['Highest diastolic, mmHg', ({ peaks }) => (peaks?.highestDiastolic ?? peaks?.highest)?.diastolicMmHg],
  ['Highest diastolic, its systolic, mmHg', ({ peaks }) => (peaks?.highestDiastolic ?? peaks?.highest)?.systolicMmHg],
  ['Peaks from 160/100', ({ peaks }) => peaks?.raised ?? 0],
  ['Peaks from 180/110', ({ peaks }) => peaks?.high ?? 0],
  ['Records unsigned', ({ unsigned }) => unsigned],
  ['Orders unsigned', ({ openOrders }) => openOrders],
];

/** The head, a row a week, newest first, and the row of all of them. */
export const qualityTable = ({ weeks, total }: Quality): readonly (readonly Cell[])[] => [
  ['Week of (Monday)', ...COLUMNS.map(([head]) => head)],
  ...weeks.map((week) => [week.monday, ...COLUMNS.map(([, cell]) => cell(week))]),
  ['All', ...COLUMNS.map(([, cell]) => cell(total))],
];
