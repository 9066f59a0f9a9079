/** The three packets of MQTT 3.1.1 that the bench's devices need, so that its load costs little beside what it measures. */

export function connectPacket(clientId: string): Buffer {
  const keepAliveSeconds = 300
  const head = [Buffer.from([4, 2, keepAliveSeconds >> 8, keepAliveSeconds & 255])]
  return packet(0x10, Buffer.concat([text('MQTT'), ...head, text(clientId)]))
}

/** At QoS 1. */
export function publishPacket(topic: string, payload: string, id: number): Buffer {
  return packet(0x32, Buffer.concat([text(topic), Buffer.from([id >> 8, id & 255]), Buffer.from(payload)]))
}

/** How many PUBACKs, of four bytes each, a chunk holds; other packets do not come here. */
export function acknowledged(chunk: Buffer): number {
  return Math.round(chunk.length / 4)
}

function packet(first: number, body: Buffer): Buffer {
  const length: number[] = []
  let left = body.length
  do {
    length.push((left % 128) | (left > 127 ? 128 : 0))
    left = Math.floor(left / 128)
  } while (left > 0)
  return Buffer.concat([Buffer.from([first, ...length]), body])
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes])
}
