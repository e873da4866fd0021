// @ts-check
/**
 * A field that several people may be in: what it shows, and what the board said when it was last looked at. What was
 * typed and not yet handed in is the typist's; everything else follows the board.
 * @typedef {{value: string, base: string, focused: boolean, elsewhere: boolean}} Held
 */

/**
 * The field after the board came to say `now`; `elsewhere`: somebody else changed it under what was typed.
 * @param {Held} held @param {string} now
 * @returns {{value: string, base: string, elsewhere: boolean}}
 */
export function followed({ value, base, focused, elsewhere }, now) {
  const typed = focused && value !== base;
  if (!typed || value === now) return { value: now, base: now, elsewhere: false };
  return { value, base: now, elsewhere: elsewhere || base !== now };
}
