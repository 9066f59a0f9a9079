/** Entity types that name a person, reach one, or place one. */
import type { EntityDescription } from '../entity.ts'

export const personTypes = {
  EMAIL: { title: 'e-mail address', class: 'identifying', person: true, normal: 'email' },
  PHONE: { title: 'phone number', class: 'identifying', person: true, normal: 'phone' },
  PERSON: { title: 'name of a person', class: 'identifying', person: true, normal: 'words' },
  ADDRESS: { title: 'postal address', class: 'identifying', person: false, normal: 'words' },
  DATE_OF_BIRTH: { title: 'date of birth', class: 'identifying', person: false, normal: 'alphanumeric' },
  AGE: { title: 'age', class: 'demographic', person: false, normal: 'words' },
  GENDER: { title: 'gender', class: 'demographic', person: false, normal: 'words' },
  USERNAME: { title: 'user name', class: 'pseudonymous', person: true, normal: 'exact' },
  IP_ADDRESS: { title: 'IP address', class: 'pseudonymous', person: false, normal: 'address' },
  MAC_ADDRESS: {
    title: 'hardware address (MAC)',
    class: 'pseudonymous',
    person: false,
    normal: 'alphanumeric',
  },
  IMEI: { title: 'number of a mobile phone (IMEI)', class: 'pseudonymous', person: false, normal: 'digits' },
  URL: { title: 'web address with personal data', class: 'pseudonymous', person: false, normal: 'exact' },
  LOCATION: { title: 'position on the map', class: 'behavioural', person: false, normal: 'exact' },
} as const satisfies Record<string, EntityDescription>
