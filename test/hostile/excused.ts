/** Inputs of the plan that have no case here, and why: what does not exist, and what is tried elsewhere. */
export const excused: Readonly<Record<number, string>> = {
  32: "Connections of one address are counted at the doors, whose own tests try it: test/doors/crowded.test.ts.",
  50: "No CSV is read or written: such a file is 415, which has its case. A formula in a text is text (11).",
  54: "No image is taken from anybody: such a file is 415, which has its case.",
  60: "A screen that comes twice is stopped (KC2): test/sockets/kiosks.test.ts.",
  69: "There is no single sign-on: nobody is sent here by another service.",
};
