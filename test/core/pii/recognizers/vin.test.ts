/** Promises that vehicle identification numbers are found by their check digit, whatever letters they have. */
import { finds, leaves } from '../tables.ts'

finds('VEHICLE_ID', [
  ['of a North American maker', 'the car «1HGCM82633A004352» was sold'],
  ['with no letter but A to F', 'the car «1FDAE5D46B1234567» was sold'],
])

leaves('VEHICLE_ID', [
  ['a wrong check digit', 'the car 1FDAE5D47B1234567 was sold'],
  ['a hash of seventeen characters or more', 'commit 1fdae5d46b12345678 is in'],
])
