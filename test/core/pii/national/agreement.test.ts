/** Promises that our checks of national numbers agree with those of an independent library, where that one is right. */
import { stdnum } from 'stdnum'
import { expect, test } from 'vitest'
import { nationalNumbers } from '../../../../gateway/core/pii/recognizers/national/numbers.ts'
import { Random } from '../../../../scripts/bench/random.ts'
import { makeNumber } from './make.ts'

/** Type → country and number of the library. */
const same: readonly (readonly [string, string])[] = [
  'DE_VAT_ID DE.vat|AT_VAT_ID AT.uid|AT_SOCIAL_SECURITY AT.vnr|CH_AHV CH.ssn|CH_VAT_ID CH.uid|UK_NINO GB.nino|UK_UTR GB.utr',
  'FR_SPI FR.nif|FR_SIREN FR.siren|FR_NIR FR.nir|BE_VAT_ID BE.vat|NL_BSN NL.bsn|NL_VAT_ID NL.btw|LU_VAT_ID LU.tva',
  'ES_NIF ES.dni|ES_NIE ES.nie|ES_CIF ES.cif|PT_NIF PT.nif|PT_ID_CARD PT.cc|IT_FISCAL_CODE IT.codicefiscale|IT_VAT_CODE IT.iva',
  'GR_AFM GR.vat|GR_AMKA GR.amka|MT_VAT_ID MT.vat|CY_TIC CY.vat|TR_NATIONAL_ID TR.tckimlik|TR_VKN TR.vkn',
  'SE_ORGANISATIONSNUMMER SE.orgnr|NO_ORGNR NO.orgnr|DK_VAT_ID DK.cvr|FI_BUSINESS_ID FI.ytunnus|IS_KENNITALA IS.kennitala',
  'EE_ISIKUKOOD EE.ik|LT_VAT_ID LT.pvm|LV_VAT_ID LV.pvn|EE_VAT_ID EE.kmkr|PL_NIP PL.nip|PL_REGON PL.regon',
  'HU_VAT_ID HU.anum|RO_VAT_ID RO.cui|BG_PNF BG.pnf|BG_EGN BG.egn|HR_OIB HR.oib|SI_TAX_ID SI.ddv|CA_SIN CA.sin|BR_CPF BR.cpf',
  'BR_CNPJ BR.cnpj|AU_ABN AU.abn|AU_ACN AU.acn|NZ_IRD NZ.ird|IN_AADHAAR IN.aadhaar|JP_CORPORATE_NUMBER JP.cn|KR_BRN KR.brn|TH_TNIN TH.idnr',
].flatMap((line) => line.split('|').map((entry) => entry.split(' ') as [string, string]))

interface Validator {
  validate(text: string): { isValid: boolean }
}

test.each(same)('%s: what ours takes for right is right for %s', (type, path) => {
  const [country, name] = path.split('.') as [string, string]
  const theirs = (stdnum as unknown as Record<string, Record<string, Validator>>)[country]![name]!
  const number = nationalNumbers.find((one) => one.type === type)!
  const form = number.forms.split('|')[type === 'FR_NIR' ? 1 : 0]!
  for (let seed = 1; seed <= 8; seed++) {
    const right = makeNumber(number, { form, seed, passing: true })
    expect(right).not.toBeNull()
    expect({ right, isValid: theirs.validate(right!).isValid }).toEqual({ right, isValid: true })
    const changed = changeDigit(right!, new Random(seed))
    if (theirs.validate(changed).isValid) continue
    const values = Uint8Array.from(changed.replaceAll(/[^0-9A-Z]/g, ''), (one) => Number.parseInt(one, 36))
    const ours =
      (number.possible?.(values, 0, values.length) ?? true) &&
      (number.check?.(values, 0, values.length) ?? true)
    expect({ changed, ours }).toEqual({ changed, ours: false })
  }
})

/** One digit becomes another. */
function changeDigit(text: string, random: Random): string {
  const places = [...text].flatMap((character, place) => (/\d/.test(character) ? [place] : []))
  const place = random.pick(places)
  const digit = (Number(text[place]) + 1 + random.below(9)) % 10
  return `${text.slice(0, place)}${digit}${text.slice(place + 1)}`
}
