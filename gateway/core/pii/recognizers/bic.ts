/** Knows the form of bank identifiers (BIC): four letters of the institution, a country, a place, perhaps a branch. */
import { isAlphanumeric, isLetter } from '../bytes.ts'
import type { TextView } from '../text-view.ts'

// ISO 3166-1 alpha-2, and XK, which SWIFT uses for Kosovo (ISO 9362:2022 §5.4).
const countries = new Set(
  (
    'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA ' +
    'CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA ' +
    'GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP ' +
    'KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS ' +
    'MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS ' +
    'RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW ' +
    'TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW'
  )
    .split(' ')
    .map((code) => (code.charCodeAt(0) << 8) | code.charCodeAt(1)),
)

/** Where the BIC ends that starts at `start`: eight or eleven characters, all of one case; -1 where none does. */
export function bicEnd(text: Pick<TextView, 'byte'>, start: number): number {
  const bit = text.byte(start) & 0x20
  for (let place = 0; place < 6; place++) {
    const byte = text.byte(start + place)
    if (!isLetter(byte) || (byte & 0x20) !== bit) return -1
  }
  const country = ((text.byte(start + 4) & 0xdf) << 8) | (text.byte(start + 5) & 0xdf)
  if (!countries.has(country)) return -1
  let end = start + 6
  while (end < start + 12 && isAlphanumeric(text.byte(end))) end++
  return end === start + 8 || end === start + 11 ? end : -1
}
