/** What screens say beside what every page says. */
export const words = {
  pairThis: "Pair this screen",
  validFor: "Valid for",
  openDesk: "Open the desk, then Screens",
  typeCode: "Type this code",
  nameIt: "Name the screen, choose its place",
  pairOnPhone: "Pair with a phone",
  isTheOne: "This is the screen",
  connecting: "Waiting for the server",
  notPaired: "Not paired",
  scanToWatch: "Full? Scan to watch",
  scanToFollow: "Scan to follow",
  scanToRead: "Scan to read",
  startsIn: "Starts in",
  endsIn: "Ends in",
  later: "Later",
  nothingMore: "Nothing more here today",
  testCard: "Test card",
};

/** What every language must say. */
export type KioskWords = { readonly [Name in keyof typeof words]: string };
