/** Promises that a code of ICD-10 is health where a word says what it is, and a mere code like others elsewhere. */
import { expect, test } from 'vitest'
import { find, scanPieces, scanWhole } from '../find.ts'
import { finds, leaves } from '../tables.ts'

finds('HEALTH', [
  ['behind its word and a colon', 'Diagnose: «F32.1»'],
  ['behind its word alone', 'diagnosis «E11.9»'],
  ['with a mark of certainty behind it', 'Diagnose «F32.1» G'],
  ['with the mark right behind it', 'Hauptdiagnose: «F32.1G», gesichert'],
  ['behind the classification', 'ICD-10 «F32.1»'],
  ['behind the classification in one word', 'icd10: «I10»'],
  ['behind an edition', 'ICD-10-GM-2026 «M54.5»'],
  ['in French', 'Diagnostic principal : «F32.1»'],
  ['behind the French classification', 'CIM-10 «E11»'],
  ['in Spanish', 'diagnóstico: «F32.1»'],
  ['behind the Spanish classification', 'CIE-10 código «E11.9»'],
  ['in Italian', 'codice diagnosi «F32.1»'],
  ['in Dutch', 'Hoofddiagnose = «F32.1»'],
  ['of the US modification', 'dx «S52.521A»'],
  ['by the address of its system', 'system: http://hl7.org/fhir/sid/icd-10\ncode: «F32.1»'],
  ['in brackets', 'Diagnosis («J45.909»)'],
])

leaves('HEALTH', [
  ['without a word', 'Gate F32.1 and room B12'],
  ['behind a word for something else', 'Diagnosis pending, see room B12'],
  ['in a name', 'diagnosis-F32.1x diagnosis F32_1'],
  ['of a vitamin', 'Diagnose: B12-Mangel'],
  ['of more digits', 'Diagnosis P0301 and F321.4'],
  ['in small letters', 'diagnosis f32.1'],
  ['of a version', 'diagnosis tool v32.1'],
])

test('all codes of a list are found, however they are parted', () => {
  const list = 'Diagnosen: E11.9, I10; M54.5 / F32.1 und Z96.6'
  expect(find(list)).toEqual(['E11.9', 'I10', 'M54.5', 'F32.1', 'Z96.6'].map((code) => `HEALTH ${code}`))
})

test('what is found does not depend on how a text is cut', () => {
  const bytes = Buffer.from(`${'x '.repeat(60)}Diagnose: E11.9, I10 G; ICD-10 F32.1 near room B12`)
  const whole = scanWhole(bytes)
  expect(whole).toHaveLength(3)
  for (let cut = 1; cut < bytes.length; cut++) expect(scanPieces(bytes, [cut])).toEqual(whole)
})
