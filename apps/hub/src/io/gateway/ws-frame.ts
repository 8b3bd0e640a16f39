/** First byte of an unfragmented WebSocket frame (RFC 6455, 5.2): FIN and the opcode. */
const TEXT = 0x81
const BINARY = 0x82

/** Parts of one message as a server sends them: unmasked, each a frame of its own, in one buffer for one write. */
export function webSocketFrames(parts: readonly (string | Uint8Array)[]): Buffer {
	return Buffer.concat(
		parts.flatMap((part) => {
			const payload = typeof part === 'string' ? Buffer.from(part) : part
			return [headOf(typeof part === 'string' ? TEXT : BINARY, payload.length), payload]
		}),
	)
}

function headOf(first: number, length: number): Buffer {
	if (length < 126) return Buffer.from([first, length])
	if (length < 65_536) {
		const head = Buffer.from([first, 126, 0, 0])
		head.writeUInt16BE(length, 2)
		return head
	}
	const head = Buffer.alloc(10)
	head[0] = first
	head[1] = 127
	head.writeBigUInt64BE(BigInt(length), 2)
	return head
}
