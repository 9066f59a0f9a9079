/** Entity types of money: cards, accounts, wallets. */
import type { EntityDescription } from '../entity.ts'

export const financialTypes = {
  CREDIT_CARD: { title: 'payment card number', class: 'financial', person: true, normal: 'digits' },
  CARD_SECURITY_CODE: {
    title: 'security code of a payment card',
    class: 'financial',
    person: false,
    normal: 'digits',
  },
  IBAN: { title: 'bank account (IBAN)', class: 'financial', person: true, normal: 'alphanumeric' },
  BIC: { title: 'bank (BIC)', class: 'financial', person: false, normal: 'alphanumeric' },
  BANK_ACCOUNT: { title: 'bank account', class: 'financial', person: true, normal: 'alphanumeric' },
  BANK_ROUTING: { title: 'bank routing number', class: 'financial', person: false, normal: 'digits' },
  CRYPTO_WALLET: { title: 'address of a crypto wallet', class: 'financial', person: false, normal: 'exact' },
} as const satisfies Record<string, EntityDescription>
