/** Promises that passwords in free text are recognised behind the words for them, and talk about passwords is left alone. */
import { expect, test } from 'vitest'
import type { Finding } from '../../../../../gateway/core/pii/entity.ts'
import { findToldPasswords } from '../../../../../gateway/core/pii/recognizers/secrets/told-password.ts'
import { everyWord } from '../told/every-word.ts'

function find(text: string): string[] {
  const bytes = Buffer.from(text)
  const found: Finding[] = []
  findToldPasswords({ bytes, start: 0, end: bytes.length }, everyWord(bytes), found)
  return found.map(({ start, end }) => bytes.toString('utf8', start, end))
}

test.each([
  ['behind a colon', 'Password: «tr0ub4dor&3»'],
  ['behind a word', 'my password is «Sommer2024!», thanks'],
  ['right behind it', 'log in with password «x9$kQ!m2» please'],
  ['behind a bold word', '**Password:** «hunter2!x»'],
  ['behind a bold word with the colon behind it', '**Password**: «hunter2!x»'],
  ['in bold', 'password: **«hunter2!x»**'],
  ['set in slanted letters', 'Password: _«hunter2!x»_'],
  ['in the next cell of a table', '| Password | «hunter2!x» |'],
  ['in quotes', "the password '«correcthorse7»' no longer works"],
  ['of digits behind a colon', 'password: «90210777»'],
  ['behind a short word and a colon', 'user: bob pass: «hunter2!x»'],
  ['behind a short word and a sign of equality', 'login bob, pass=«Xk29fff»'],
  ['at the end of a sentence', 'Das Passwort lautet «Winter-2026x».'],
  ['in French', 'le mot de passe est «Soleil#44»'],
  ['in Spanish', 'la contraseña es «gato_7negro»'],
  ['in Italian', 'la password è «Roma.1960x»'],
  ['in Dutch', 'het wachtwoord is «fiets!Pad8»'],
  ['in a settings file', 'db.password=«s3cr3t.Value»\nuser=x'],
  ['behind what it is for', 'The password for the admin account is «Sommer2024!»'],
  ['behind what it is for in German', 'Das Passwort für den Drucker im Flur lautet «Winter-2026x».'],
  ['behind what it is for in French', 'le mot de passe du compte est «Soleil#44»'],
  ['behind what it is for in Spanish', 'la contraseña de la impresora es «gato_7negro»'],
  ['of a user in a command', 'curl -u admin:«Sommer2024» https://api.example.com/x'],
  ['in a command’s long form', "curl -s --user 'admin:«tr0ub4dor&3»' http://example.com"],
  ['in a command without a space', 'curl -X POST -uadmin:«Sommer2024» example.com'],
  ['with an escaped mark in it', String.raw`password: "«h\u0041x\"9!kQ\\z77»", role: x`],
  ['that begins with a sign of money', 'password: «$ummer2024!»'],
  ['that has a full stop', 'password: «Winter.2026x»'],
  ['that has brackets', 'password: «ab(12)cd»'],
  ['that ends with a bracket', 'password: «Sommer(2024)»'],
  ['in small letters with digits', 'password: «$ummer2024»'],
  ['that begins with a cry', 'password: «!Summer24»'],
  ['behind a word that says which one', 'Password (neu): «Hunter2x!»'],
  ['behind a short word that says which one', 'pass (alt)= «Hunter2x!»'],
  ['behind a bold word of a page', '<li><strong>Password:</strong> «Hunter2x!»</li>'],
  ['behind a bold word with the colon behind its tag', '<b>Password</b>: «Hunter2x!»<br>'],
  ['in an element of its own', '<p>Password: <code class="x">«Hunter2x!»</code></p>'],
  ['in the next cell of a page', '<tr><td>Password</td><td>«Hunter2x!»</td></tr>'],
  ['that looks like a tag', 'password: «a<b/c>d9!x»'],
  ['that looks like a place for one', 'password: «<Pa55word>»'],
  ['that has a tag in its midst', 'password: «P@ss</b>w0rd9»'],
  ['that begins as a rule does', 'password: «min3trel!» or password: «max1mum»'],
  ['that begins as a rule of two numbers does', 'password: «8-64xYz!»'],
  ['that has a rule before its end', 'password: «min-8-x9Q»'],
  ['twice', 'password «Abc123xyz» or passphrase: «Def456uvw»'],
])('a password is found %s', (_reason, marked) => {
  const wanted = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => value)
  expect(find(marked.replace(/[«»]/g, ''))).toEqual(wanted)
})

test.each([
  ['a request', 'Please send me a password reset link.'],
  ['a rule', 'A password must have 8 characters and one digit.'],
  ['a cry', 'No more passwords hooray!'],
  ['a form', 'password: required'],
  ['a place for one', 'password: <your-password>'],
  ['a rule in one word, with the least alone', 'Password: at-least-12'],
  ['a rule in one word', 'Password: min-8-chars'],
  ['a rule of two numbers', 'Password: 8-64-characters'],
  ['a closing tag', '<strong>Password:</strong>'],
  ['a question', 'Did you change your password yesterday?'],
  ['a count', 'password 12345678 times'],
  ['the end', 'forgot my password'],
  ['another line', 'password\nSommer2024!'],
  ['what it is for, without it', 'The password for the account is stored in the safe.'],
  ['a sentence that goes on', 'The password for the account expired. The order is A-4711-2026.'],
  ['a command without a password', 'curl -u admin https://api.example.com/x2024'],
  ['a command that only names its address', 'curl https://api.example.com:8443/x2024'],
  ['a variable in a command', 'curl -u $USER:$PASS1 https://api.example.com'],
  ['a variable of the environment', 'password: process.env.DB_PASSWORD'],
  ['a call', 'String password = config.getPassword();'],
  ['a call with arguments', 'const password = generatePassword(16)'],
  ['a place in a table', "$password = $_POST['password'];"],
  ['a place in a table of the environment', 'password = os.environ["DB_PASS_1"]'],
  ['a variable', 'password=$DB_PASSWORD_2 and password: $DB_PASS_1 and pass=%DB_PASS_1%'],
  ['a template', 'password: {{ vault_db_password_1 }}'],
  ['a reference to a vault', 'secret: !vault abc123def'],
  ['a word alone that means it only with others', 'passe Sommer2024'],
])('nothing is found in %s', (_reason, text) => {
  expect(find(text)).toEqual([])
})
