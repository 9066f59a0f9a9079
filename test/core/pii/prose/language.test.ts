/** Promises that text in a language the model was not trained on keeps its words, and that names in it are still found. */
import { expect, test } from 'vitest'
import { read } from './read.ts'

test.each([
  ['Russian', 'Пожалуйста, напиши письмо клиенту о задержке поставки.'],
  ['Czech', 'Prosím, napište e-mail zákazníkovi o zpoždění dodávky.'],
  ['Hungarian', 'Kérlek, írj egy e-mailt az ügyfélnek a késésről.'],
  ['Norwegian', 'Skriv en e-post til kunden om forsinkelsen.'],
  ['Arabic', 'من فضلك اكتب رسالة إلى العميل حول التأخير.'],
  ['Hebrew', 'בבקשה כתוב אימייל ללקוח על העיכוב במשלוח.'],
  ['Hindi', 'कृपया ग्राहक को देरी के बारे में एक ईमेल लिखें।'],
  ['Korean', '고객에게 배송 지연에 대한 이메일을 작성해 주세요.'],
  ['Japanese', 'お客様に納期の遅れについてメールを書いてください。'],
  ['Greek', 'Παρακαλώ γράψτε ένα email στον πελάτη για την καθυστέρηση.'],
])('a request in %s is left alone', (_, text) => {
  expect(read(text)).toEqual([])
})

test.each([
  ['a known first name in Russian', 'Меня зовут Иван Петров, позвоните мне завтра.', 'Иван Петров'],
  ['a name of another script in English', 'Hello, my name is 田中太郎 and I live in Tokyo.', '田中太郎'],
  ['a known first name in Czech', 'Zavolejte prosím zítra Petr Novák kvůli faktuře.', 'Petr Novák'],
])('%s is found', (_, text, name) => {
  expect(read(text)).toContain(`PERSON ${name}`)
})
