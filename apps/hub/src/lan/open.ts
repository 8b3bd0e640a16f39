import { createServer as createPlain } from 'node:http'
import type { Server } from 'node:http'
import { createServer as createTls } from 'node:https'
import { networkInterfaces } from 'node:os'
import path from 'node:path'

import type { Lan } from '@lagebild/config/lan.ts'
import type { Logger } from 'pino'

import { certifiedAddresses, reachableAddresses } from './addresses.ts'
import { certify, fingerprintOf } from './authority.ts'
import type { Certified } from './authority.ts'
import type { Pair } from './certificate.ts'
import { readGiven } from './given.ts'
import { trustApp } from './trust-server.ts'

/** Where the machines of the local network find this one. */
export type LanReach = {
	readonly name: string
	readonly url: string
	readonly port: number
	readonly trustUrl: string
	readonly trustPort: number
	/** Of the local authority; absent with a certificate of the operator's own. */
	readonly fingerprint?: string
	/** Made at this start: no tablet trusts it yet. */
	readonly newAuthority?: true
}

export type OpenLan = { readonly reach: LanReach; readonly close: () => Promise<void> }

export type LanSetting = {
	readonly lan: Lan
	readonly dataFolder: string
	/** The server of this machine alone: what it does with requests and upgrades, it does with those of the network. */
	readonly local: Server
	/** Limits of a server that the network reaches. */
	readonly limit: (server: Server) => void
	readonly options: object
	readonly now: () => number
	readonly log: Logger
}

/** A laptop is often started before it is in the network, and gets another address there. */
const LOOK_MS = 60_000

/** @throws when a port is taken or a given certificate cannot serve; nothing stays open then */
export async function openLan(setting: LanSetting): Promise<OpenLan> {
	const { lan, local, limit, options, log } = setting
	const source = certificates(setting)
	const server = createTls({ ...options, ...tlsOf(source.leaf()), minVersion: 'TLSv1.2' })
	limit(server)
	server.on('request', (request, response) => local.emit('request', request, response))
	server.on('upgrade', (request, socket, head) => local.emit('upgrade', request, socket, head))
	const trusted = createPlain(
		options,
		trustApp(() => trustOf(lan, reach, source.authority())),
	)
	limit(trusted)
	let reach: LanReach = { name: lan.name, url: '', port: 0, trustUrl: '', trustPort: 0 }
	const close = async (): Promise<void> => {
		clearInterval(timer)
		await Promise.all([server, trusted].map(closed))
	}
	const timer = setInterval(() => {
		if (source.renew()) server.setSecureContext(tlsOf(source.leaf()))
	}, LOOK_MS)
	try {
		reach = reachOf(
			lan,
			{ port: await listen(server, lan.host, lan.port), trustPort: await listen(trusted, lan.host, lan.trustPort) },
			source,
		)
	} catch (error) {
		await close()
		throw error
	}
	log.info({ ...reach }, 'serving the local network')
	return { reach, close }
}

type Certificates = {
	readonly leaf: () => Pair
	readonly authority: () => Certified['authority'] | undefined
	readonly isNew: boolean
	/** @returns whether there is another certificate than before */
	readonly renew: () => boolean
}

function certificates({ lan, dataFolder, now, log }: LanSetting): Certificates {
	if (lan.tls) {
		const given = readGiven(lan.tls, lan.name, now())
		return { leaf: () => given, authority: () => undefined, isNew: false, renew: () => false }
	}
	const folder = path.join(dataFolder, 'secrets', 'lan')
	const look = (): Certified => certify(folder, { name: lan.name, addresses: certifiedAddresses(networkInterfaces()) }, now())
	let held = look()
	return {
		leaf: () => held.leaf,
		authority: () => held.authority,
		isNew: held.newAuthority,
		renew: () => {
			const next = look()
			if (next.leaf.certificate === held.leaf.certificate) return false
			log.info({ name: lan.name }, 'the certificate for the local network was renewed')
			held = next
			return true
		},
	}
}

function tlsOf({ certificate, key }: Pair): { readonly cert: string; readonly key: string } {
	return { cert: certificate, key }
}

type Ports = { readonly port: number; readonly trustPort: number }

function reachOf({ name }: Lan, { port, trustPort }: Ports, { authority, isNew }: Certificates): LanReach {
	const trusted = authority()
	return {
		name,
		url: `https://${name}${port === 443 ? '' : `:${port}`}`,
		port,
		trustUrl: `http://${name}${trustPort === 80 ? '' : `:${trustPort}`}`,
		trustPort,
		...(trusted && { fingerprint: fingerprintOf(trusted.certificate) }),
		...(isNew && { newAuthority: true }),
	}
}

function trustOf({ name }: Lan, { url, trustUrl, trustPort, fingerprint }: LanReach, authority: Pair | undefined) {
	const addresses = reachableAddresses(networkInterfaces()).map((address) => (address.includes(':') ? `[${address}]` : address))
	return {
		name,
		trustUrl: `${trustUrl}/`,
		fieldUrl: `${url}/field/`,
		addresses: addresses.map((address) => `http://${address}:${trustPort}/`),
		...(authority && {
			authority: { certificate: authority.certificate, fingerprint: fingerprint ?? fingerprintOf(authority.certificate) },
		}),
	}
}

/** All interfaces means IPv4 too where there is no IPv6. */
async function listen(server: Server, host: string, port: number): Promise<number> {
	try {
		return await listenAt(server, host, port)
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? error.code : undefined
		if (host === '::' && (code === 'EAFNOSUPPORT' || code === 'EADDRNOTAVAIL')) return listenAt(server, '0.0.0.0', port)
		throw error
	}
}

function listenAt(server: Server, host: string, port: number): Promise<number> {
	return new Promise((resolve, reject) => {
		server.once('error', reject)
		server.listen({ host, port }, () => {
			server.off('error', reject)
			const address = server.address()
			resolve(typeof address === 'object' && address !== null ? address.port : port)
		})
	})
}

/** Whoever was to hear a goodbye has heard it by then. */
function closed(server: Server): Promise<void> {
	return new Promise((resolve) => {
		if (!server.listening) {
			resolve()
			return
		}
		server.close(() => resolve())
		server.closeAllConnections()
	})
}
