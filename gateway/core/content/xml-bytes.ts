/** Tells white space and names from markup in XML, and keeps stand-ins from becoming markup. */

/** Brackets would end a CDATA section if `]>` came behind them: stand-ins in XML have round ones. */
export function xmlEncode(standIn: Uint8Array): Uint8Array {
  const written = Uint8Array.from(standIn)
  for (let i = 0; i < written.length; i++) {
    if (written[i] === 0x5b) written[i] = 0x28
    else if (written[i] === 0x5d) written[i] = 0x29
  }
  return written
}

export function isSpace(c: number): boolean {
  return c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09
}

/** XML 1.0 §2.3, with every byte beyond ASCII taken for a letter. */
export function isNameStart(c: number): boolean {
  const letter = c | 0x20
  return (letter >= 0x61 && letter <= 0x7a) || c === 0x5f || c === 0x3a || c >= 0x80
}

export function isName(c: number): boolean {
  return isNameStart(c) || (c >= 0x30 && c <= 0x39) || c === 0x2d || c === 0x2e
}
