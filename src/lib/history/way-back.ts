/** From a past visit back to the list as it was asked for. Kept for as long as the page is open. */
let address = '/history';

export const keepList = (listed: string): void => void (address = listed);

export const listAddress = (): string => address;
