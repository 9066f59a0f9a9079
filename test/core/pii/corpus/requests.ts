/** Makes request bodies as vendors' APIs take them, with what is personal in them and what must pass unchanged. */
import type { AnnotatedBody } from '../../../../scripts/bench/pii/corpus.ts'
import { Random } from '../../../../scripts/bench/random.ts'
import { languages, makeValue } from './values.ts'

/** Four bodies of different formats for each language; the same for the same seed. */
export function makeRequests(seed: number): AnnotatedBody[] {
  const random = new Random(seed)
  return languages.flatMap((language) => {
    const make = (type: string) => makeValue(type, language, random)
    return [crmRecord(make, random), chat(make, random), form(make, random), table(make, random)]
  })
}

type Make = (type: string) => string

function crmRecord(make: Make, random: Random): AnnotatedBody {
  const [first, ...last] = make('PERSON').split(' ') as [string, ...string[]]
  const email = make('EMAIL')
  const phone = make('PHONE')
  const street = `${1 + random.below(90)} Elm Road`
  const orderId = `ord_${random.hex(20)}`
  const created = `2026-0${1 + random.below(9)}-11T09:30:00Z`
  const sku = `SKU-${random.digits(5)}-XL`
  const body = JSON.stringify({
    contact: {
      firstName: first,
      lastName: last.join(' '),
      emailAddress: email,
      mobile_phone: phone,
      birth_date: '1984-07-19',
      shippingAddress: { street, city: 'Bristol' },
    },
    order: {
      id: orderId,
      created_at: created,
      total: 1249.5,
      currency: 'EUR',
      lines: [{ sku, quantity: 3 }],
    },
  })
  return {
    name: 'crm',
    contentType: 'application/json',
    labelling: 'hand',
    body,
    labels: [
      { path: '$.contact.firstName', type: 'PERSON', value: first },
      { path: '$.contact.lastName', type: 'PERSON', value: last.join(' ') },
      { path: '$.contact.emailAddress', type: 'EMAIL', value: email },
      { path: '$.contact.mobile_phone', type: 'PHONE', value: phone },
      { path: '$.contact.birth_date', type: 'DATE_OF_BIRTH', value: '1984-07-19' },
      { path: '$.contact.shippingAddress.street', type: 'ADDRESS', value: street },
    ],
    mustKeep: [
      { path: '$.order.id', kind: 'identifier', value: orderId },
      { path: '$.order.created_at', kind: 'timestamp', value: created },
      { path: '$.order.total', kind: 'quantity', value: '1249.5' },
      { path: '$.order.lines[0].sku', kind: 'code', value: sku },
    ],
  }
}

function chat(make: Make, random: Random): AnnotatedBody {
  const email = make('EMAIL')
  const iban = make('IBAN')
  const model = `assistant-${2 + random.below(7)}-2026-05-01`
  const trace = `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-a${random.hex(3)}-${random.hex(12)}`
  const content = `Write to ${email} that the refund was sent to ${iban} and thank them for the patience.`
  return {
    name: 'chat',
    contentType: 'application/json',
    labelling: 'hand',
    body: JSON.stringify({ model, trace_id: trace, messages: [{ role: 'user', content }], temperature: 0.2 }),
    labels: [
      { type: 'EMAIL', value: email },
      { type: 'IBAN', value: iban },
    ],
    mustKeep: [
      { path: '$.model', kind: 'version', value: model },
      { path: '$.trace_id', kind: 'identifier', value: trace },
    ],
  }
}

function form(make: Make, random: Random): AnnotatedBody {
  const card = make('CREDIT_CARD').replace(/\D/g, '')
  const name = make('PERSON')
    .normalize('NFD')
    .replace(/[^A-Za-z ]/g, '')
    .replaceAll(' ', '+')
  const reference = `INV-2026-${random.digits(5)}`
  return {
    name: 'form',
    contentType: 'application/x-www-form-urlencoded',
    labelling: 'hand',
    body: `cardholder=${name}&card_number=${card}&reference=${reference}&amount=4900&currency=eur`,
    labels: [
      { type: 'PERSON', value: name },
      { type: 'CREDIT_CARD', value: card },
    ],
    mustKeep: [
      { kind: 'identifier', value: reference },
      { kind: 'quantity', value: '4900' },
    ],
  }
}

function table(make: Make, random: Random): AnnotatedBody {
  const rows = Array.from({ length: 3 }, () => ({
    id: `C-${random.digits(5)}`,
    name: make('PERSON'),
    email: make('EMAIL'),
    price: `${10 + random.below(900)}.90`,
  }))
  return {
    name: 'table',
    contentType: 'text/csv',
    labelling: 'hand',
    body: `id,full name,email,price\n${rows.map(({ id, name, email, price }) => `${id},${name},${email},${price}`).join('\n')}\n`,
    labels: rows.flatMap(({ name, email }) => [
      { type: 'PERSON', value: name },
      { type: 'EMAIL', value: email },
    ]),
    mustKeep: rows.flatMap(({ id, price }) => [
      { kind: 'identifier', value: id },
      { kind: 'quantity', value: price },
    ]),
  }
}
