/** Computes Keccak-256, which Ethereum uses in the form that was submitted, not in that of SHA-3. */

const rounds = 24
const rateBytes = 136
const mask = (1n << 64n) - 1n

// The Keccak reference, version 3.0, §1.2: rotation offsets by x + 5y, and the constants of ι by their shift register.
const rotations = [
  0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14,
]
const constants: bigint[] = []
let register = 1
for (let round = 0; round < rounds; round++) {
  let constant = 0n
  for (let bit = 0; bit < 7; bit++) {
    if (register & 1) constant |= 1n << BigInt((1 << bit) - 1)
    register = (register << 1) ^ (register & 0x80 ? 0x171 : 0)
  }
  constants.push(constant)
}

/** The 32 bytes of the hash of a message shorter than one block (135 bytes at most). */
export function keccak256(message: Uint8Array): Uint8Array {
  const block = new Uint8Array(rateBytes)
  block.set(message)
  block[message.length] = 0x01
  block[rateBytes - 1]! |= 0x80
  const state = new Array<bigint>(25).fill(0n)
  for (let index = 0; index < rateBytes; index++) {
    state[index >> 3]! |= BigInt(block[index]!) << BigInt(8 * (index & 7))
  }
  for (const constant of constants) permute(state, constant)
  return Uint8Array.from({ length: 32 }, (_, index) =>
    Number((state[index >> 3]! >> BigInt(8 * (index & 7))) & 0xffn),
  )
}

/** One round: θ, ρ and π, χ, ι. */
function permute(state: bigint[], constant: bigint): void {
  const columns = [0, 1, 2, 3, 4].map(
    (x) => state[x]! ^ state[x + 5]! ^ state[x + 10]! ^ state[x + 15]! ^ state[x + 20]!,
  )
  for (let x = 0; x < 5; x++) {
    const parity = columns[(x + 4) % 5]! ^ rotate(columns[(x + 1) % 5]!, 1)
    for (let y = 0; y < 25; y += 5) state[x + y]! ^= parity
  }
  const moved = new Array<bigint>(25)
  for (let x = 0; x < 5; x++) {
    for (let y = 0; y < 5; y++) {
      moved[y + 5 * ((2 * x + 3 * y) % 5)] = rotate(state[x + 5 * y]!, rotations[x + 5 * y]!)
    }
  }
  for (let y = 0; y < 25; y += 5) {
    for (let x = 0; x < 5; x++) {
      state[x + y] = moved[x + y]! ^ (~moved[((x + 1) % 5) + y]! & mask & moved[((x + 2) % 5) + y]!)
    }
  }
  state[0]! ^= constant
}

function rotate(lane: bigint, by: number): bigint {
  return ((lane << BigInt(by)) | (lane >> BigInt(64 - by))) & mask
}
