/** A page that waits for a PIN nobody gives leads back by itself: whoever should be watched here is watched on the screen's own page. */
export const BACK_MS = 30_000;

/** After so long without a touch. @returns the way to stop it */
export function leadBack(go: () => void): () => void {
  let timer = setTimeout(go, BACK_MS);
  const touched = (): void => {
    clearTimeout(timer);
    timer = setTimeout(go, BACK_MS);
  };
  addEventListener('pointerdown', touched);
  addEventListener('keydown', touched);
  return () => {
    clearTimeout(timer);
    removeEventListener('pointerdown', touched);
    removeEventListener('keydown', touched);
  };
}
