import { createHash } from 'node:crypto'

/** As a camera writes its parts, without a picture that anybody could unpack. */
export function jpeg({ width = 640, height = 480, extra = [], salt = 0 }: Sample = {}): Buffer {
	const frame = Buffer.alloc(15)
	frame.writeUInt8(8, 0)
	frame.writeUInt16BE(height, 1)
	frame.writeUInt16BE(width, 3)
	const scan = Buffer.from([1, 2, 0xff, 0, 3, 0xff, 0xd0, salt % 255])
	const parts = [segment(0xe0, Buffer.from('JFIF\0aaaaaaaaa')), ...extra, segment(0xc0, frame), segment(0xda, Buffer.alloc(10)), scan]
	return Buffer.concat([Buffer.from([0xff, 0xd8]), ...parts, Buffer.from([0xff, 0xd9])])
}

type Sample = { readonly width?: number; readonly height?: number; readonly extra?: readonly Buffer[]; readonly salt?: number }

export function segment(marker: number, body: Buffer): Buffer {
	const head = Buffer.from([0xff, marker, 0, 0])
	head.writeUInt16BE(body.length + 2, 2)
	return Buffer.concat([head, body])
}

export function png(extra: readonly Buffer[] = []): Buffer {
	const header = Buffer.alloc(13)
	header.writeUInt32BE(30, 0)
	header.writeUInt32BE(20, 4)
	const chunks = [chunk('IHDR', header), ...extra, chunk('IDAT', Buffer.alloc(40, 7)), chunk('IEND', Buffer.alloc(0))]
	return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...chunks])
}

export function chunk(name: string, body: Buffer): Buffer {
	const head = Buffer.alloc(8)
	head.writeUInt32BE(body.length, 0)
	head.write(name, 4, 'latin1')
	return Buffer.concat([head, body, Buffer.alloc(4)])
}

export function webp(extra: readonly Buffer[] = []): Buffer {
	const lossy = Buffer.from([0x30, 0, 0, 0x9d, 1, 0x2a, 0x40, 1, 0xf0, 0, 1, 2])
	const chunks = Buffer.concat([part('VP8 ', lossy), ...extra])
	const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1')
	head.writeUInt32LE(4 + chunks.length, 4)
	return Buffer.concat([head, chunks])
}

export function part(name: string, body: Buffer): Buffer {
	const head = Buffer.alloc(8)
	head.write(name, 0, 'latin1')
	head.writeUInt32LE(body.length, 4)
	return Buffer.concat([head, body, Buffer.alloc(body.length % 2)])
}

export function digest(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex')
}
