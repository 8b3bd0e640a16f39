import { readFileSync } from 'node:fs'
import path from 'node:path'

import { SUPERVISOR } from '@lagebild/model/access/sources.ts'
import { jsonProblems } from '@lagebild/model/json-problems.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import * as z from 'zod'

import { PASSPHRASE, settleBackup, withPassphrase } from './backup.ts'
import type { BackupSettings } from './backup.ts'
import { DEFAULT_GAUGES } from './default-scales.ts'
import { DEFAULT_BASEMAPS, DEFAULT_FEEDS } from './defaults.ts'
import { LanName } from './lan.ts'
import type { Lan } from './lan.ts'
import { isLoopback } from './loopback.ts'
import { NodeName, nodeNameIn } from './node-name.ts'
import type { OidcProvider } from './oidc.ts'
import { withOverlayFile } from './overlays.ts'
import { settlePaper } from './paper.ts'
import type { PaperSettings } from './paper.ts'
import type { GaugesConfig } from './scales.ts'
import { Config } from './schema.ts'
import type { BasemapConfig, FeedConfig } from './schema.ts'
import { withSecrets } from './secrets.ts'
import { readServers } from './servers.ts'
import type { Servers } from './servers.ts'
import { streamFaults } from './stream.ts'
import type { StreamConfig } from './stream.ts'

/** Everything that is configured, defaults filled in. */
export type Settings = Omit<Config, 'feeds' | 'basemaps' | 'gauges' | 'oidc' | 'lan' | 'tls' | 'backup' | 'paper'> &
	Servers & {
		/** Name of this hub among several. */
		readonly node: string
		readonly backup: BackupSettings
		readonly paper: PaperSettings
		readonly feeds: readonly FeedConfig[]
		readonly basemaps: readonly BasemapConfig[]
		readonly gauges: GaugesConfig
		readonly oidc: readonly OidcProvider[]
		/** Absent: nobody but this machine is served. */
		readonly lan?: Lan
		/** Absolute. */
		readonly dataFolder: string
		/** Folder of the built command post, when it is not the usual one. Absolute. */
		readonly webFolder?: string
	}

/** `key` is the path within the file (`feeds.0.everySeconds`) or the name of the environment variable. */
export type ConfigFault = { readonly key: string; readonly message: string }

export type Environment = Readonly<Record<string, string | undefined>>

const DEFAULT_FILE = 'lagebild.config.json'

/** What a person may set. */
const VARIABLES = [
	'LAGEBILD_CONFIG',
	'LAGEBILD_DATA',
	'LAGEBILD_HOST',
	'LAGEBILD_WEB',
	'LAGEBILD_LAN',
	'LAGEBILD_LAN_PORT',
	'LAGEBILD_LAN_TRUST_PORT',
	'LAGEBILD_NODE',
	PASSPHRASE,
] as const
/** Every variable of ours that any program of the project reads. Another `LAGEBILD_…` is a typing error that must not pass unnoticed. */
const KNOWN: ReadonlySet<string> = new Set([
	...VARIABLES,
	'LAGEBILD_HUB',
	'LAGEBILD_FEEDS',
	'LAGEBILD_WEBHOOKS',
	'LAGEBILD_TAK',
	'LAGEBILD_LEASES',
])

/**
 * Reads `lagebild.config.json` and the environment, which wins. All faults at once, so that one start shows all of them.
 * @param source.file path of the file; it must exist, as must one named by LAGEBILD_CONFIG
 * @param source.secrets also read the secrets that the configuration names, for programs that need them
 */
export function readConfig({ file, env, secrets = false }: Source): Result<Settings, readonly ConfigFault[]> {
	const text = readText(file ?? env['LAGEBILD_CONFIG'])
	if (!text.ok) return text
	const config = parseConfig(text.value)
	if (!config.ok) return fail([...config.fault, ...readVariables(env, []).faults])
	const variables = readVariables(env, namesOfSecrets(config.value))
	const faults = [...rulesOf(config.value), ...variables.faults]
	if (faults.length > 0) return fail(faults)
	const folder = path.dirname(path.resolve(file ?? env['LAGEBILD_CONFIG'] ?? DEFAULT_FILE))
	const settled = settle(config.value, env, variables)
	const overlays = settled.overlays.map((overlay) => withOverlayFile(overlay, folder))
	const settings = { ...settled, overlays, feeds: settled.feeds.map((feed) => withFiles(feed, folder)) }
	const reach = reachFaults(settings)
	if (reach.length > 0) return fail(reach)
	return secrets ? settleSecrets(settings, config.value, env) : ok(settings)
}

function settleSecrets(settings: Settings, config: Config, env: Environment): Result<Settings, readonly ConfigFault[]> {
	const oidc = withSecrets(config.oidc, env)
	const backup = withPassphrase(settings.backup, env)
	if (oidc.ok && backup.ok) return ok({ ...settings, oidc: oidc.value, backup: backup.value })
	return fail([...(oidc.ok ? [] : oidc.fault), ...(backup.ok ? [] : backup.fault)])
}

function namesOfSecrets({ oidc }: Config): readonly string[] {
	return oidc.flatMap(({ clientSecretEnv }) => clientSecretEnv ?? [])
}

type Source = { readonly file?: string; readonly env: Environment; readonly secrets?: boolean }

function readText(file: string | undefined): Result<{ name: string; text: string }, ConfigFault[]> {
	const name = file ?? DEFAULT_FILE
	try {
		return ok({ name, text: readFileSync(name, 'utf8') })
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
		return file === undefined && code === 'ENOENT' ? ok({ name, text: '{}' }) : fail([{ key: name, message: `cannot be read (${code})` }])
	}
}

function parseConfig({ name, text }: { readonly name: string; readonly text: string }): Result<Config, ConfigFault[]> {
	let value: unknown
	try {
		value = JSON.parse(text)
	} catch (error) {
		return fail([{ key: name, message: `is not JSON: ${error instanceof Error ? error.message : 'unreadable'}` }])
	}
	const checked = jsonProblems(text)
	const faults = checked.ok ? checked.value.map(({ fault }) => fault) : [checked.fault]
	const problems = faults.map((fault) => ({ key: fault.path ?? name, message: fault.message }))
	if (problems.length > 0) return fail(problems)
	const read = Config.safeParse(value)
	return read.success ? ok(read.data) : fail(read.error.issues.flatMap(faultsOf))
}

function faultsOf(issue: z.core.$ZodIssue): ConfigFault[] {
	const at = issue.path.map(String)
	if (issue.code !== 'unrecognized_keys') return [{ key: at.join('.') || 'configuration', message: issue.message }]
	return issue.keys.map((key) => ({ key: [...at, key].join('.'), message: 'is not a known key' }))
}

/** What the schema cannot say. */
function rulesOf(config: Config): ConfigFault[] {
	return [
		...repeated('feeds', config.feeds ?? []),
		...repeated('basemaps', config.basemaps ?? []),
		...repeated('overlays', config.overlays),
		...repeated('oidc', config.oidc),
		...repeated('tak', config.tak),
		...config.tak.flatMap(({ id }, index) =>
			id === SUPERVISOR || (config.feeds ?? []).some((feed) => feed.id === id)
				? [{ key: `tak.${index}.id`, message: `"${id}" is the name of another source` }]
				: [],
		),
		...(config.feeds ?? []).flatMap(({ id }, index) =>
			id === SUPERVISOR ? [{ key: `feeds.${index}.id`, message: `"${id}" is the name of this program itself` }] : [],
		),
		...(config.feeds ?? []).flatMap((feed, index) =>
			streamFaults(feed).map(({ key, message }) => ({ key: `feeds.${index}.${key}`, message })),
		),
		...(config.basemaps ?? []).flatMap(({ minZoom, maxZoom }, index) =>
			minZoom > maxZoom ? [{ key: `basemaps.${index}.minZoom`, message: `is above maxZoom (${maxZoom})` }] : [],
		),
		...(isTimeZone(config.timeZone) ? [] : [{ key: 'timeZone', message: `"${config.timeZone}" is not an IANA time zone` }]),
	]
}

function repeated(list: 'feeds' | 'basemaps' | 'overlays' | 'oidc' | 'tak', items: readonly { readonly id: string }[]): ConfigFault[] {
	return items.flatMap(({ id }, index) =>
		items.findIndex((item) => item.id === id) < index ? [{ key: `${list}.${index}.id`, message: `"${id}" is there twice` }] : [],
	)
}

function isTimeZone(name: string): boolean {
	try {
		return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== ''
	} catch {
		return false
	}
}

type Variables = {
	readonly port: number | undefined
	readonly lan: string | undefined
	readonly lanPort: number | undefined
	readonly trustPort: number | undefined
	readonly node: string | undefined
	readonly servers: Servers
	readonly faults: readonly ConfigFault[]
}

function readVariables(env: Environment, alsoKnown: readonly string[]): Variables {
	const unknown = Object.keys(env).filter((key) => key.startsWith('LAGEBILD_') && !KNOWN.has(key) && !alsoKnown.includes(key))
	const port = portIn(env, 'PORT')
	const lanPort = portIn(env, 'LAGEBILD_LAN_PORT')
	const trustPort = portIn(env, 'LAGEBILD_LAN_TRUST_PORT')
	const lan = LanName.optional().safeParse(blankToAbsent(env['LAGEBILD_LAN']))
	const node = NodeName.optional().safeParse(blankToAbsent(env['LAGEBILD_NODE']))
	const { servers, faults } = readServers(env)
	return {
		port: port.value,
		lan: lan.data,
		lanPort: lanPort.value,
		trustPort: trustPort.value,
		node: node.data,
		servers,
		faults: [
			...unknown.map((key) => ({
				key,
				message: `is not a known variable; known are PORT, ${VARIABLES.join(', ')}, DATABASE_URL, REDIS_URL`,
			})),
			...port.faults,
			...lanPort.faults,
			...trustPort.faults,
			...(lan.error?.issues ?? []).map(({ message }) => ({ key: 'LAGEBILD_LAN', message })),
			...(node.error?.issues ?? []).map(({ message }) => ({ key: 'LAGEBILD_NODE', message })),
			...faults,
		],
	}
}

function portIn(env: Environment, key: string): { readonly value: number | undefined; readonly faults: readonly ConfigFault[] } {
	const port = z.coerce.number().int().min(0).max(65_535).optional().safeParse(blankToAbsent(env[key]))
	return { value: port.data, faults: port.success ? [] : [{ key, message: 'must be a whole number from 0 to 65535' }] }
}

/** Beside the local network the plain port is for this machine alone: sessions would travel in the clear. */
function reachFaults({ lan, host, port }: Settings): readonly ConfigFault[] {
	if (lan === undefined) return []
	const taken = [lan.port, lan.trustPort].find((one, index, all) => one !== 0 && (one === port || all.indexOf(one) !== index))
	return [
		...(isLoopback(host)
			? []
			: [{ key: 'host', message: `must stay 127.0.0.1 with lan: "${host}" would serve other machines without TLS` }]),
		...(taken === undefined ? [] : [{ key: 'lan', message: `port ${taken} is used twice (port ${port}, lan.port, lan.trustPort)` }]),
	]
}

function blankToAbsent(text: string | undefined): string | undefined {
	return text === '' ? undefined : text
}

function settle({ lan, tls, backup, paper, ...config }: Config, env: Environment, variables: Variables): Settings {
	const web = blankToAbsent(env['LAGEBILD_WEB'])
	const reach = lanOf(lan, tls, variables)
	const dataFolder = path.resolve(blankToAbsent(env['LAGEBILD_DATA']) ?? './data')
	return {
		...config,
		...variables.servers,
		backup: settleBackup(backup, dataFolder),
		paper: settlePaper(paper, dataFolder),
		node: variables.node ?? nodeNameIn(dataFolder),
		...(reach && { lan: reach }),
		port: variables.port ?? config.port,
		host: blankToAbsent(env['LAGEBILD_HOST']) ?? config.host,
		feeds: config.feeds ?? DEFAULT_FEEDS,
		basemaps: config.basemaps ?? DEFAULT_BASEMAPS,
		gauges: config.gauges ?? DEFAULT_GAUGES,
		dataFolder,
		...(web !== undefined && { webFolder: path.resolve(web) }),
	}
}

/** Files that feeds name are meant from the folder in which the configuration stands. */
function withFiles({ options, signature, stream, ...feed }: FeedConfig, folder: string): FeedConfig {
	const { file } = options
	const secretFile = signature && path.resolve(folder, signature.secretFile)
	return {
		...feed,
		options: typeof file === 'string' ? { ...options, file: path.resolve(folder, file) } : options,
		...(signature && secretFile !== undefined && { signature: { ...signature, secretFile } }),
		...(stream && { stream: withStreamFiles(stream, folder) }),
	}
}

function withStreamFiles({ passwordFile, caFile, secretFiles, ...stream }: StreamConfig, folder: string): StreamConfig {
	const meant = (file: string): string => path.resolve(folder, file)
	return {
		...stream,
		...(passwordFile !== undefined && { passwordFile: meant(passwordFile) }),
		...(caFile !== undefined && { caFile: meant(caFile) }),
		...(secretFiles && { secretFiles: Object.fromEntries(Object.entries(secretFiles).map(([name, file]) => [name, meant(file)])) }),
	}
}

function lanOf(lan: Config['lan'], tls: Config['tls'], variables: Variables): Lan | undefined {
	const name = variables.lan ?? lan.name
	const { lanPort: port = lan.port, trustPort = lan.trustPort } = variables
	return name === undefined ? undefined : { name, host: lan.host, port, trustPort, ...(tls && { tls }) }
}
