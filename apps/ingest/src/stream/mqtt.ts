import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'

import { line } from '@lagebild/feeds/text.ts'
import { guardedSocket } from '@lagebild/outbound/guarded-socket.ts'
import { generate, parser } from 'mqtt-packet'
import type { IConnackPacket, IPublishPacket, ISubackPacket, Packet } from 'mqtt-packet'

import { ending, reasonOf } from './ending.ts'
import type { Ending } from './ending.ts'
import { MqttFramer } from './mqtt-frames.ts'
import type { MqttFrame } from './mqtt-frames.ts'
import { overlong } from './stream.ts'
import type { Connection, Ears, Stream, StreamReach } from './stream.ts'

export type MqttAddress = {
	readonly host: string
	readonly port: number
	readonly isSecure: boolean
	readonly topics: readonly string[]
	readonly qos: 0 | 1 | 2
	/** Under it the broker keeps what comes while nobody listens; absent: a name for this connection alone. */
	readonly clientId?: string
	readonly username?: string
	readonly password?: string
}

const KEEP_ALIVE_S = 30
/** So long an answer to a ping may take. */
const PONG_MS = 10_000

/** A subscription at a broker, MQTT 3.1.1. */
export function mqttStream(address: MqttAddress, reach: StreamReach): Stream {
	return {
		pings: true,
		loses: true,
		...(address.clientId !== undefined && address.qos > 0 && { recovers: true }),
		connect: (ears) => new MqttLine(address, reach, ears).connection,
	}
}

class MqttLine {
	readonly #address: MqttAddress
	readonly #ears: Ears
	readonly #socket: Socket
	readonly #end: Ending = ending()
	readonly #framer: MqttFramer
	readonly #parser = parser({ protocolVersion: 4 })
	readonly #maxBytes: number
	/** Messages of QoS 2 that were kept and not yet released by the broker. */
	readonly #unreleased = new Set<number>()
	readonly #limit: NodeJS.Timeout
	#ping: NodeJS.Timeout | undefined
	#pong: NodeJS.Timeout | undefined

	constructor(address: MqttAddress, reach: StreamReach, ears: Ears) {
		this.#address = address
		this.#ears = ears
		this.#maxBytes = reach.maxBytes
		this.#framer = new MqttFramer(reach.maxBytes)
		const { host, port, isSecure } = address
		this.#socket = guardedSocket({ host, port, ...(isSecure && { tls: { ...(reach.ca !== undefined && { ca: reach.ca }) } }) }, reach)
		this.#limit = setTimeout(() => this.#close(`the broker does not answer within ${reach.timeoutMs / 1_000} s`), reach.timeoutMs)
		this.#parser.on('packet', (packet) => this.#take(packet))
		this.#parser.on('error', (error) => this.#close(reasonOf(error)))
		this.#socket.once(isSecure ? 'secureConnect' : 'connect', () => this.#hello())
		this.#socket.on('data', (bytes) => this.#read(bytes))
		this.#socket.once('error', (error) => this.#end.end({ reason: reasonOf(error) }))
		this.#socket.once('close', () => this.#close('the broker closed the connection'))
	}

	get connection(): Connection {
		return {
			ended: this.#end.ended,
			resume: () => this.#socket.resume(),
			close: (reason) => {
				if (!this.#socket.destroyed && this.#socket.writable) this.#say({ cmd: 'disconnect' })
				this.#close(reason)
			},
		}
	}

	#hello(): void {
		const { clientId, username, password } = this.#address
		this.#say({
			cmd: 'connect',
			protocolId: 'MQTT',
			protocolVersion: 4,
			clean: clientId === undefined,
			clientId: clientId ?? `lagebild-${randomBytes(6).toString('hex')}`,
			keepalive: KEEP_ALIVE_S,
			...(username !== undefined && { username }),
			...(password !== undefined && { password: Buffer.from(password) }),
		})
	}

	#say(packet: Packet): void {
		this.#socket.write(generate(packet))
	}

	#read(bytes: Uint8Array): void {
		this.#ears.alive()
		try {
			for (const frame of this.#framer.push(bytes)) {
				if (frame.type === 'overlong') this.#skipped(frame)
				else this.#parser.parse(Buffer.from(frame.bytes))
			}
		} catch (error) {
			this.#close(reasonOf(error))
		}
	}

	/** What is too long is told, and acknowledged: otherwise the broker would send it for ever. */
	#skipped({ bytes, length }: MqttFrame): void {
		const { topic, messageId, qos } = beginning(bytes)
		this.#ears.refuse({ ...overlong(bytes, length, this.#maxBytes), path: topic.slice(0, 500) })
		if (messageId !== undefined) this.#acknowledge(qos, messageId)
	}

	#take(packet: Packet): void {
		switch (packet.cmd) {
			case 'connack':
				return this.#connected(packet)
			case 'suback':
				return this.#subscribed(packet)
			case 'publish':
				return this.#published(packet)
			case 'pubrel':
				this.#unreleased.delete(packet.messageId ?? 0)
				return this.#say({ cmd: 'pubcomp', ...numbered(packet.messageId) })
			case 'pingresp':
				return clearTimeout(this.#pong)
			default:
				return undefined
		}
	}

	#connected({ returnCode = 0 }: IConnackPacket): void {
		if (returnCode !== 0) return this.#close(`the broker refuses: ${REFUSALS[returnCode] ?? `return code ${returnCode}`}`)
		const { topics, qos } = this.#address
		this.#say({ cmd: 'subscribe', messageId: 1, subscriptions: topics.map((topic) => ({ topic, qos })) })
		return undefined
	}

	#subscribed({ granted }: ISubackPacket): void {
		const refused = this.#address.topics.filter((_, i) => granted[i] === 0x80)
		if (refused.length > 0) return this.#close(`the broker refuses the subscription to ${refused.join(', ').slice(0, 200)}`)
		clearTimeout(this.#limit)
		this.#ping = setInterval(() => this.#probe(), KEEP_ALIVE_S * 1_000)
		this.#ears.ready()
		return undefined
	}

	#published({ topic, payload, qos, messageId }: IPublishPacket): void {
		const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload
		if (qos === 2 && messageId !== undefined && this.#unreleased.has(messageId)) return this.#acknowledge(qos, messageId)
		const kept = messageId === undefined || qos === 0 ? {} : { kept: () => this.#acknowledge(qos, messageId) }
		if (!this.#ears.hear({ bytes, channel: line(topic, 1_000) ?? '', ...kept })) this.#socket.pause()
		return undefined
	}

	#acknowledge(qos: number, messageId: number): void {
		if (this.#socket.destroyed) return
		if (qos === 2) this.#unreleased.add(messageId)
		this.#say({ cmd: qos === 2 ? 'pubrec' : 'puback', messageId })
	}

	/** While nothing is read by our own will, no answer is missed. */
	#probe(): void {
		this.#say({ cmd: 'pingreq' })
		if (this.#socket.isPaused()) return
		clearTimeout(this.#pong)
		this.#pong = setTimeout(() => this.#close(`the broker does not answer a ping within ${PONG_MS / 1_000} s`), PONG_MS)
	}

	#close(reason: string): void {
		clearInterval(this.#ping)
		clearTimeout(this.#pong)
		clearTimeout(this.#limit)
		this.#end.end({ reason })
		this.#socket.destroy()
	}
}

/** MQTT 3.1.1, 3.2.2.3. */
const REFUSALS: Readonly<Record<number, string>> = {
	1: 'unacceptable protocol version',
	2: 'identifier rejected',
	3: 'server unavailable',
	4: 'bad user name or password',
	5: 'not authorized',
}

function numbered(messageId: number | undefined): { readonly messageId?: number } {
	return messageId === undefined ? {} : { messageId }
}

type Beginning = { readonly topic: string; readonly qos: number; readonly messageId?: number }

/** What stands at the beginning of a message of which the rest is not read (MQTT 3.1.1, 3.3). */
function beginning(bytes: Uint8Array): Beginning {
	const data = Buffer.from(bytes)
	const qos = ((data[0] ?? 0) >> 1) & 3
	const head = data.findIndex((byte, i) => i > 0 && byte < 0x80) + 1
	if ((data[0] ?? 0) >> 4 !== 3 || head + 2 > data.length) return { topic: '', qos: 0 }
	const end = head + 2 + data.readUInt16BE(head)
	const topic = data.toString('utf8', head + 2, end)
	return { topic: line(topic, 500) ?? '', qos, ...(qos > 0 && end + 2 <= data.length && { messageId: data.readUInt16BE(end) }) }
}
