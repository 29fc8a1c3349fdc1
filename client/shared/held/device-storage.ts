/** The device's own storage, which may be full, forbidden or absent: then nothing is kept, and nothing fails. */
export const deviceStorage = {
  read(name: string): string | null {
    try {
      return localStorage.getItem(`fanfare.${name}`);
    } catch {
      return null;
    }
  },
  write(name: string, text: string | undefined): void {
    try {
      if (text === undefined) localStorage.removeItem(`fanfare.${name}`);
      else localStorage.setItem(`fanfare.${name}`, text);
    } catch {
      // Kept for this visit only.
    }
  },
};
