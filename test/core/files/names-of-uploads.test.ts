/** Promises that what an uploaded file is called by its form or its record hides nothing that stands in it. */
import { Buffer } from 'node:buffer'
import { expect, test } from 'vitest'
import { inspectWhole } from '../../../gateway/core/content/whole.ts'
import { docx, fileJudge, paragraph } from './support.ts'

const card = '4111111111111111'

function cardsIn(body: Uint8Array, format: 'json' | 'multipart'): (string | null)[] {
  const paths: (string | null)[] = []
  const { judge } = fileJudge({})
  inspectWhole(
    {
      format,
      boundary: 'b',
      judge: {
        ...judge,
        entity(found) {
          if (found.finding.type === 'CREDIT_CARD' && found.finding.score >= 0.8) paths.push(found.path)
          return judge.entity(found)
        },
      },
      opaqueParts: 'pass',
    },
    Buffer.from(body),
  )
  return paths
}

function upload(name: string, type: string, content: string | Uint8Array): Buffer {
  const head = `--b\r\nContent-Disposition: form-data; name="${name}"; filename="x"\r\nContent-Type: ${type}\r\n\r\n`
  return Buffer.concat([Buffer.from(head), Buffer.from(content as string), Buffer.from('\r\n--b--\r\n')])
}

const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const names = ['file', 'document_id', 'upload', 'order_number']

test.each(names)('a card in a document of Word under %s', (name) => {
  expect(cardsIn(upload(name, word, docx(paragraph(card))), 'multipart')).toHaveLength(1)
})

test.each(names)('a card in a text and in JSON under %s', (name) => {
  expect(cardsIn(upload(name, 'text/plain', card), 'multipart')).toEqual([name])
  expect(cardsIn(upload(name, 'application/json', `{"number":"${card}"}`), 'multipart')).toEqual([
    `${name}.number`,
  ])
})

test.each(['file', 'document_id'])('a card in a document that stands in JSON under %s', (name) => {
  const body = JSON.stringify({ [name]: Buffer.from(docx(paragraph(card))).toString('base64') })
  expect(cardsIn(Buffer.from(body), 'json')).toHaveLength(1)
})

test('a number under the name of a thing that is no file stays as likely as it was', () => {
  const part = `--b\r\nContent-Disposition: form-data; name="order_number"\r\n\r\n${card}\r\n--b--\r\n`
  expect(cardsIn(Buffer.from(part), 'multipart')).toEqual([])
})
