import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { ConnectionOptions } from 'node:tls'

import { until } from './until.ts'

/**
 * A TAK client that shares no code with the program: XML by hand, protobuf by field numbers, and strings for what it hears. It keeps all
 * bytes that came.
 */
export class CotClient {
	heard = ''
	readonly #socket: Socket
	#protobuf = false

	constructor(socket: Socket) {
		this.#socket = socket
		socket.setEncoding('latin1')
		socket.on('data', (text: string) => {
			this.heard += text
		})
		socket.on('error', () => undefined)
	}

	static async open(port: number, tls?: ConnectionOptions): Promise<CotClient> {
		const socket = tls ? connectTls({ ...tls, host: '127.0.0.1', port }) : connect(port, '127.0.0.1')
		await once(socket, tls ? 'secureConnect' : 'connect')
		return new CotClient(socket)
	}

	/** Waits until everything in it was heard. */
	async hears(...texts: readonly string[]): Promise<void> {
		const wanted = texts.map((text) => Buffer.from(text).toString('latin1'))
		await until(`hearing ${texts.join(', ')}`, () => wanted.every((text) => this.heard.includes(text)) || undefined)
	}

	async ends(): Promise<void> {
		if (this.#socket.closed) return
		await new Promise((resolve) => {
			this.#socket.once('close', resolve)
		})
	}

	say(text: string): void {
		this.#socket.write(text)
	}

	/** Asks for protobuf under the uid of the offer, and waits for the grant. */
	async goBinary(): Promise<void> {
		await this.hears('t-x-takp-v')
		const uid = /uid="([^"]+)" type="t-x-takp-v"/.exec(this.heard)?.[1] ?? ''
		this.say(xml({ uid, type: 't-x-takp-q', detail: "<TakControl><TakRequest version='1'/></TakControl>" }))
		await this.hears('TakResponse status="true"')
		this.#protobuf = true
	}

	tell(message: Message): void {
		if (this.#protobuf) this.#socket.write(frame(takMessage(message)))
		else this.say(xml(message))
	}

	close(): void {
		this.#socket.destroy()
	}
}

export type Message = {
	readonly uid: string
	readonly type: string
	readonly lat?: number
	readonly lng?: number
	readonly detail?: string
	/** Epoch ms. */
	readonly at?: number
}

const NOW = Date.UTC(2026, 10, 21, 20)

export function xml({ uid, type, lat = 0, lng = 0, detail = '', at = NOW }: Message): string {
	const time = new Date(at).toISOString()
	const stale = new Date(at + 60_000).toISOString()
	return `<?xml version='1.0'?>\n<event version='2.0' uid='${uid}' type='${type}' time='${time}' start='${time}' stale='${stale}' how='m-g'><point lat='${lat}' lon='${lng}' hae='9999999.0' ce='9999999.0' le='9999999.0'/><detail>${detail}</detail></event>`
}

function varint(value: number): number[] {
	const bytes: number[] = []
	let rest = value
	for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
	return [...bytes, rest]
}

function textField(field: number, value: string): Buffer {
	const bytes = Buffer.from(value)
	return Buffer.concat([Buffer.from([...varint(field * 8 + 2), ...varint(bytes.length)]), bytes])
}

function part(field: number, value: Buffer): Buffer {
	return Buffer.concat([Buffer.from([...varint(field * 8 + 2), ...varint(value.length)]), value])
}

function double(field: number, value: number): Buffer {
	const bytes = Buffer.alloc(8)
	bytes.writeDoubleLE(value)
	return Buffer.concat([Buffer.from(varint(field * 8 + 1)), bytes])
}

function takMessage({ uid, type, lat = 0, lng = 0, detail = '', at = NOW }: Message): Buffer {
	const times = [6, 7].map((field) => Buffer.from([...varint(field * 8), ...varint(at)]))
	const stale = Buffer.from([...varint(64), ...varint(at + 60_000)])
	const place = [double(10, lat), double(11, lng), double(12, 9_999_999), double(13, 9_999_999), double(14, 9_999_999)]
	return part(
		2,
		Buffer.concat([textField(1, type), textField(5, uid), ...times, stale, textField(9, 'm-g'), ...place, part(15, textField(1, detail))]),
	)
}

function frame(message: Buffer): Buffer {
	return Buffer.concat([Buffer.from([0xbf, ...varint(message.length)]), message])
}

/** A message as a datagram of the mesh. */
export function meshDatagram(message: Message): Buffer {
	return Buffer.concat([Buffer.from([0xbf, 1, 0xbf]), takMessage(message)])
}
