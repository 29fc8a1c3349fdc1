/** Whether the feed is an app of this device already, and whether it can be made one by hand alone. */
const isApp = (): boolean =>
  matchMedia("(display-mode: standalone)").matches ||
  (navigator as { standalone?: boolean }).standalone === true;

/** An iPad says that it is a Mac, but no Mac is touched. */
const isIos = (): boolean =>
  /iP(hone|ad|od)/.test(navigator.userAgent) ||
  (navigator.userAgent.includes("Mac") && navigator.maxTouchPoints > 1);

/** `byHand`: there is no question to put; its owner does it from the menu for sharing. Push works there only then. */
export const installState = (): "installed" | "byHand" | "byBrowser" => {
  if (isApp()) return "installed";
  return isIos() ? "byHand" : "byBrowser";
};
