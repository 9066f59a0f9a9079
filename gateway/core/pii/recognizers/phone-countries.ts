/** Lists the country calling codes and how many digits a national number has behind each. */

// Codes by ITU-T E.164 (list of assigned country codes); lengths of the national significant number from the metadata
// of libphonenumber 9 (Apache-2.0), cut to E.164's fifteen digits. A row is `lengths:codes`. Lengths that are dialled
// only within one area were taken out for +1 and +7.
const table =
  '4-5:290; 4-7:690; 4-7,10:98; 4-11:352; 4-12:598; 4-13:43 49; 4,7:683; 5:500 682; 5-6:247; 5-6,8-13:82; ' +
  '5-7:688; 5-7,10:685; 5-8:386; 5-9,11:852; 5-10:27 64; 5-10,12:61; 5-11:31; 5-12:358 971; ' +
  '5,7:676 677 678; 5,8:47 686; 6:298 299 672 687; 6-7:597; 6-7,9:421; 6-8,10:53; 6-9:252 355; 6-9,12:359; ' +
  '6-10:48 95 880; 6-10,12:46; 6-11:375 595; 6-12:39 381; 6,8-9:376 689; 6,8-13:63; 6,9:40 508 681; ' +
  '7:238 239 246 248 269 291 297 592 673 674 680 691 692; 7-8:241 599 670 675 853 961 965 975; ' +
  '7-8,10:230 267 372; 7-8,10-11:507; 7-8,11:503; 7-9:231 385 967 968; 7-9,11:974; 7-10:84 243 254 353; ' +
  '7-11:886; 7-12:86 882 972; 7-13:62; 7,9:220 245 265 354 423; 7,9-10:44 263; 7,10:960; 10:1 7 52 58 225; 7,10,12-13:90; ' +
  '7,11:501 679; ' +
  '8:45 216 222 223 226 227 228 232 235 236 253 257 266 350 356 357 370 371 373 374 389 505 509 800 808 973 993; ' +
  '8-9:32 36 51 213 224 233 237 250 258 264 268 377 382 387 591 962 963; 8-10:20 60 855 856 964 970 976; ' +
  '8-10,13:66; 8-11:55 593; 8-12:92 383 883; 8-13:81 91; 8,10:229 378 506 850; 8,10-11:57 65 977; ' +
  '8,11:502 504; ' +
  '9:33 34 93 94 211 212 218 221 240 242 244 249 251 255 256 260 261 262 351 590 594 596 979 992 994 995 998; ' +
  '9-10:380 881 966 996; 9-11:56; 9-12:420; 9,12:41 870; 10-11:54; 10-12:30 234; ' +
  '11:888; 12:878'

/** Bit n is set where n digits are possible; by calling code. */
const lengthsByCode = new Uint16Array(1000)
for (const row of table.split('; ')) {
  const [lengths, codes] = row.split(':') as [string, string]
  let bits = 0
  for (const range of lengths.split(',')) {
    const [low, high = low] = range.split('-') as [string, string?]
    for (let length = Number(low); length <= Number(high); length++) bits |= 1 << length
  }
  for (const code of codes.split(' ')) lengthsByCode[Number(code)] = bits
}

/**
 * The calling code that the digits begin with, or null where none is assigned. Takes digit values, not characters.
 * No code is the beginning of another (ITU-T E.164 §6.2.1), so the first that fits is the one.
 */
export function callingCode(
  digits: Uint8Array,
  from: number,
  count: number,
): { code: number; length: number } | null {
  let code = 0
  for (let length = 1; length <= 3 && length < count; length++) {
    code = code * 10 + digits[from + length - 1]!
    if (code === 0) return null
    if (lengthsByCode[code] !== 0) return { code, length }
  }
  return null
}

/** True when numbers of this many digits (without the calling code) exist behind the calling code. */
export function isPossibleLength(code: number, nationalDigits: number): boolean {
  return nationalDigits < 16 && (lengthsByCode[code]! & (1 << nationalDigits)) !== 0
}
