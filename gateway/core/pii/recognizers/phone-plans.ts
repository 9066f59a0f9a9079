/** Lists with which digits the mobile numbers of each country begin, and how long they are. */

// From the national numbering plans as the countries give notice of them to the ITU (E.164, "National Numbering Plans",
// and the Operational Bulletin). A row is: calling code, then `leading digits:lengths` of national significant numbers.
const table = `
7 9:10 70:10 77:10; 20 10-12:10 15:10; 27 6-8:9; 30 69:10; 31 6:9; 32 45-49:9; 33 6-7:9; 34 6-7:9; 36 20:9 30-31:9 50:9 70:9;
39 3:9-10; 40 7:9; 41 74-79:9; 43 65-69:9-13; 44 71-75:10 77-79:10; 45 2-9:8; 46 7:9; 47 4:8 9:8;
48 45:9 50-51:9 53:9 57:9 60:9 66:9 69:9 72-73:9 78-79:9 88:9; 49 15-17:10-11; 51 9:9; 53 5-6:8; 54 9:11; 56 9:9;
57 3:10; 58 4:10; 60 1:9-10; 61 4:9; 62 8:9-12; 63 9:10; 64 2:8-10; 65 8-9:8; 66 6:9 8-9:9; 81 70:10 80:10 90:10;
82 10:10; 84 3:9 5:9 7-9:9; 86 13-19:11; 90 5:10; 91 6-9:10; 92 3:10; 93 7:9; 94 7:9; 95 9:8-10; 98 9:10; 211 9:9;
212 6-7:9; 213 5-7:9; 216 2:8 4-5:8 9:8; 218 9:9; 220 2-3:7 7:7 9:7; 221 7:9; 222 2-4:8; 223 6-7:8; 224 6:9; 225 01:10 05:10 07:10;
226 5-7:8; 227 8-9:8; 228 7:8 9:8; 236 7:8; 239 9:7; 240 2:9 5:9; 229 01:10; 230 5:8; 231 77:9 88:9; 232 2-3:8 7-9:8; 233 2:9 5:9; 234 70:10 80-81:10 90-91:10;
235 6:8 9:8; 237 6:9; 238 5:7 9:7; 241 6-7:8 06-07:8; 242 04-06:9; 243 8-9:9; 244 9:9; 245 9:9; 291 7:7; 297 56-59:7 6:7 7:7; 298 2:6 5:6 7:6; 299 2:6 4-5:6; 350 5:8 6:8; 248 2:7; 249 1:9 9:9; 250 7:9; 251 9:9; 252 6-7:8-9;
253 77:8; 254 7:9 1:9; 255 6-7:9; 256 7:9; 257 6-7:8; 258 8:9; 260 7:9 9:9; 261 3:9; 262 6:9; 263 7:9; 264 8:9; 265 8-9:9;
266 5-6:8; 267 7:8; 268 7:8; 269 3-4:7; 351 9:9; 352 6:9; 353 8:9; 354 6-8:7; 355 6:9; 356 7:8 9:8; 357 9:8; 358 4:8-10 50:8-10;
359 8-9:9; 370 6:8; 371 2:8; 372 5:7-8; 373 6-7:8; 374 4-5:8 7:8 9:8; 375 25:9 29:9 33:9 44:9; 376 3:6 6:6; 378 6:8; 377 4:8 6:8-9; 380 39:9 50:9
63:9 66-68:9 73:9 91-99:9; 381 6:8-9; 382 6:8; 383 4:8; 385 9:8-9; 386 3-7:8; 387 6:8-9; 389 7:8; 420 6-7:9; 421 9:9; 423 6:9 7:7;
501 6:7; 502 3-5:8; 503 6-7:8; 504 3:8 7-9:8; 505 5:8 7-8:8; 506 5-8:8; 507 6:8; 509 3-4:8; 590 69:9; 591 6-7:8; 592 6:7; 593 9:9;
594 694:9; 595 9:9; 596 69:9; 597 6-8:7; 598 9:8; 599 3:7 7:7 9:8; 670 7:8; 677 7-8:7; 678 5:7 7:7; 685 7:7; 850 19:10; 673 7-8:7; 675 7:8; 679 7-9:7; 689 87:8 89:8; 852 4-7:8 9:8; 853 6:8; 855 1:8-9 6-9:8-9;
856 20:10; 880 1:10; 886 9:9; 960 7:7 9:7; 961 3:7 7-8:8; 962 7:9; 963 9:9; 964 7:10; 965 5-6:8 9:8; 966 5:9; 967 7:9; 968 7:8 9:8;
970 5:9; 971 5:9; 972 5:9; 973 3:8 6:8; 974 3:8 5-7:8; 975 1:8; 976 8-9:8; 977 9:10; 992 50:9 55:9 9:9; 993 6:8; 994 4-7:9 9:9;
995 5:9; 996 5:9 7:9 9:9; 998 3:9 8-9:9`

interface Range {
  /** How many leading digits it tells of. */
  size: number
  low: number
  high: number
  shortest: number
  longest: number
}

const plans = new Map<number, Range[]>()
for (const row of table.split(';')) {
  const [code, ...ranges] = row.trim().split(/\s+/) as [string, ...string[]]
  plans.set(
    Number(code),
    ranges.map((range) => {
      const [leads, lengths] = range.split(':') as [string, string]
      const [low, high = low] = leads.split('-') as [string, string?]
      const [shortest, longest = shortest] = lengths.split('-') as [string, string?]
      return {
        size: low.length,
        low: Number(low),
        high: Number(high),
        shortest: Number(shortest),
        longest: Number(longest),
      }
    }),
  )
}

/** Brazil: two digits of the area before a 9 and eight digits (Anatel, Resolution 749/2022). Mexico, North America: ten. */
const BRAZIL = 55
const MEXICO = 52
const NORTH_AMERICA = 1

/** True where `count` digit values from `from` on are a mobile number of the country (in North America: any number). */
export function isMobile(
  code: number,
  values: Uint8Array,
  { from, count }: { from: number; count: number },
): boolean {
  if (code === NORTH_AMERICA) return count === 10 && values[from]! > 1 && values[from + 3]! > 1
  if (code === MEXICO) return count === 10 && values[from]! > 1
  if (code === BRAZIL)
    return count === 11 && values[from]! > 0 && values[from + 1]! > 0 && values[from + 2] === 9
  for (const { size, low, high, shortest, longest } of plans.get(code) ?? []) {
    if (count < shortest || count > longest) continue
    let lead = 0
    for (let place = 0; place < size; place++) lead = lead * 10 + values[from + place]!
    if (lead >= low && lead <= high) return true
  }
  return false
}
