/** A slow second opinion on cards, accounts, addresses: written with strings and regular expressions, from the standards alone. */

/** Every card number that stands by itself in fours or unbroken, with a Luhn digit. */
export function cardsIn(text: string): string[] {
  const pattern = /(?<![\w.\-:+])(?:\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}|\d{4} \d{6} \d{5}|\d{15})(?![\w-]|\.\d)/g
  return [...text.matchAll(pattern)].map(([value]) => value).filter((value) => luhn(value.replace(/\D/g, '')))
}

function luhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = place % 2 === 0 ? Number(digit) : Number(digit) * 2
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

/** True for accounts whose check digits leave 1 by ISO 7064 MOD 97-10. */
export function isIban(value: string): boolean {
  const plain = value.replace(/[ -]/g, '').toUpperCase()
  const moved = plain.slice(4) + plain.slice(0, 4)
  const digits = moved.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))
  return BigInt(digits) % 97n === 1n
}

/** Dotted quads of RFC 3986 that are no piece of anything longer. */
export function ipv4In(text: string): string[] {
  const part = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)'
  const pattern = new RegExp(`(?<![\\w.\\-/])${part}(?:\\.${part}){3}(?![\\w/\\-]|\\.\\w)`, 'g')
  return [...text.matchAll(pattern)].map(([value]) => value)
}

/** Plain addresses: what every mail program takes for one. */
export function emailsIn(text: string): string[] {
  const pattern =
    /(?<![\w.+\-@%!#$*^`{|}~'/])[A-Za-z0-9_][\w.+-]{0,30}@(?:[a-z0-9]+\.){1,2}[a-z]{2,8}(?![\w.\-:@])/g
  return [...text.matchAll(pattern)].map(([value]) => value).filter((value) => !/\.@/.test(value))
}
