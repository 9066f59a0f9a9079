/** Entity types of numbers that states, insurers and registries give to people, companies and vehicles. */
import type { EntityDescription } from '../entity.ts'
import { nationalTypes } from './national.ts'

export const numberTypes = {
  ...nationalTypes,
  US_SSN: {
    title: 'US social security number',
    class: 'identifying',
    person: true,
    normal: 'digits',
    kindOf: 'NATIONAL_ID',
  },
  NATIONAL_ID: {
    title: 'national identity number',
    class: 'identifying',
    person: true,
    normal: 'alphanumeric',
  },
  TAX_ID: { title: 'tax number', class: 'identifying', person: true, normal: 'alphanumeric' },
  PASSPORT: { title: 'passport number', class: 'identifying', person: true, normal: 'alphanumeric' },
  DRIVER_LICENSE: {
    title: 'driving licence number',
    class: 'identifying',
    person: true,
    normal: 'alphanumeric',
  },
  HEALTH_ID: {
    title: 'health insurance or patient number',
    class: 'special',
    person: true,
    normal: 'alphanumeric',
  },
  COMPANY_ID: { title: 'company number', class: 'pseudonymous', person: false, normal: 'alphanumeric' },
  LICENSE_PLATE: { title: 'number plate', class: 'identifying', person: false, normal: 'alphanumeric' },
  VEHICLE_ID: { title: 'vehicle number (VIN)', class: 'pseudonymous', person: false, normal: 'alphanumeric' },
  CUSTOMER_ID: {
    title: 'customer or staff number',
    class: 'pseudonymous',
    person: true,
    normal: 'alphanumeric',
  },
} as const satisfies Record<string, EntityDescription>
