/** Promises which wallets, accounts and banks are recognised, and that hashes and other numbers are not taken for them. */
import { finds, leaves } from '../tables.ts'

// The addresses are those that BIP 173, BIP 350, the XRPL documentation, EIP-55, SEP-23 and Monero's own pages print.
finds('CRYPTO_WALLET', [
  ['Bitcoin, to a key', 'to «1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa» now'],
  ['Bitcoin, to a script', '«3P14159f73E4gFr7JterCCQh9QjiTjiZrG»'],
  ['bech32', 'wallet=«bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4»'],
  ['bech32, in capitals', '«BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4»'],
  ['bech32m', '«bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0»'],
  ['Ripple', 'XRP: «rDTXLQ7ZKZVKz33zJbHjgVShjsBnqMBhmN»'],
  ['Ethereum', '«0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed»'],
  ['Stellar', 'to «GAAZI4TCR3TY5OJHCTJC2A4QSY6CJWJH5IAJTGKIN2ER7LBNVKOCCWN7» now'],
  [
    'Monero',
    '«44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A»',
  ],
  ['Solana, behind a word', 'my solana address «7EqQdEULxWcraVx3mXKFjc84LhCkMGZCkRuDpvcMwJeK»'],
])

leaves('CRYPTO_WALLET', [
  ['a wrong check character', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb'],
  ['a wrong bech32 character', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5'],
  ['a hash', 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
  ['a wrong Stellar character', 'GAAZI4TCR3TY5OJHCTJC2A4QSY6CJWJH5IAJTGKIN2ER7LBNVKOCCWN6'],
  ['thirty-two bytes that nobody calls a wallet', 'key 7EqQdEULxWcraVx3mXKFjc84LhCkMGZCkRuDpvcMwJeK'],
  ['a commit', '356a192b7913b04c54574d18c28d46e6395428ab'],
  ['a hash behind 0x', '0x9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
])

finds('BANK_ACCOUNT', [
  ['with a bank’s letters before it', 'his account number is «SBIN012345678901», please'],
  ['with letters, in German', 'Kontonummer: «ABC1234567»'],
  ['behind a word', 'Account number: «12345678»'],
  ['in groups', 'Konto «12 34 56 78»'],
  ['in Dutch', 'rekening «123456789»'],
])

finds('BANK_ROUTING', [
  ['ABA', 'routing number «021000021»'],
  ['a sort code', 'transit «12-34-56»'],
  ['a sort code with its words', 'Sort code: «20-00-00»'],
  ['a sort code that may be a day', 'sort code «20-01-12»'],
  ['a sort code of digits alone', 'sort code «200012»'],
  ['a sort code in a column of its own', 'Sort code              «612459»'],
  ['a BSB', 'BSB «123-456»'],
  ['a German bank', 'BLZ «37040044»'],
])

leaves('BANK_ACCOUNT', [
  ['what an account is charged with', 'your account INV12345678 is due'],
  ['a date', 'account opened 12.05.2024'],
  ['a bare number', 'number 12345678'],
])
