/** Writes a ZIP file of entries, in their order, without anything that tells who packed it and when. */
import { Buffer } from 'node:buffer'
import type { ZipEntry } from './zip-entries.ts'

/** 1 January 1980, the first day that the format knows. */
const firstDay = 0x0021
const utf8Names = 0x0800
/** APPNOTE 4.4.3: deflate and folders need 2.0. */
const version = 20

export function writeZip(entries: readonly ZipEntry[]): Buffer {
  const pieces: Uint8Array[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const entry of entries) {
    const name = Buffer.from(entry.name)
    const common = commonHeader(entry, name)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(at, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, rest, name]))
    pieces.push(local, entry.data)
    at += local.length + entry.data.length
  }
  const central = Buffer.concat(directory)
  return Buffer.concat([...pieces, central, endOf(entries.length, central.length, at)])
}

/** What both headers of an entry say, from the version to the length of extra fields. */
function commonHeader({ method, crc, size, data }: ZipEntry, name: Buffer): Buffer {
  const header = Buffer.alloc(26)
  header.writeUInt16LE(version, 0)
  header.writeUInt16LE(utf8Names, 2)
  header.writeUInt16LE(method, 4)
  header.writeUInt16LE(firstDay, 8)
  header.writeUInt32LE(crc, 10)
  header.writeUInt32LE(data.length, 14)
  header.writeUInt32LE(size, 18)
  header.writeUInt16LE(name.length, 22)
  return header
}

function endOf(count: number, length: number, at: number): Buffer {
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(length, 12)
  end.writeUInt32LE(at, 16)
  return end
}
