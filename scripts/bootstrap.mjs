/**
 * Brings what a bare machine lacks and hands over: pnpm through npx, the packages of the lockfile, Node 24 from among them.
 * Runs on any Node from 20.19 with npm alone. A start with nothing changed calls no other program than the one asked for.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PNPM = 'pnpm@12.21.0'
const NODE_MAJOR = 24
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bin = join(root, 'node_modules', '.bin')
const stamp = join(root, 'node_modules', '.installed')

/** What an install depends on; an equal text means nothing to do. */
function fingerprint() {
	const rooms = ['packages', 'apps'].flatMap((room) => readdirSync(join(root, room)).map((name) => join(room, name)))
	const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...['.', 'e2e', 'bench', ...rooms].map((room) => join(room, 'package.json'))]
	const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${PNPM}`)
	for (const file of files) if (existsSync(join(root, file))) hash.update(file).update(readFileSync(join(root, file)))
	return hash.digest('hex')
}

function install() {
	const wanted = fingerprint()
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
	rmSync(stamp, { force: true })
	console.error('Installing the packages of the lockfile (once)…')
	const quiet = { npm_config_prefer_offline: 'true', npm_config_fetch_retries: '1', npm_config_update_notifier: 'false', CI: 'true' }
	const flags = ['install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only']
	const { status, error } = spawnSync('npx', ['--yes', PNPM, ...flags], {
		cwd: root,
		env: { ...process.env, ...quiet },
		stdio: ['ignore', 2, 2],
	})
	if (status !== 0) {
		console.error(
			`The packages could not be installed${error ? ` (${error.message})` : ''}. The first start needs the package registry that npm is set up for.`,
		)
		process.exit(status ?? 1)
	}
	mkdirSync(dirname(stamp), { recursive: true })
	writeFileSync(stamp, wanted)
}

function nodeProgram() {
	const own = join(bin, 'node')
	if (existsSync(own)) return own
	if (Number.parseInt(process.versions.node, 10) >= NODE_MAJOR) return process.execPath
	console.error(`npm has no Node ${NODE_MAJOR} for ${process.platform} ${process.arch}: install Node ${NODE_MAJOR} and try again.`)
	return process.exit(1)
}

/** @param {readonly string[]} args */
function handOver(args) {
	const node = nodeProgram()
	const env = { ...process.env, PATH: [bin, dirname(node), process.env['PATH']].join(delimiter) }
	const child = spawn(node, args, { cwd: root, stdio: 'inherit', env })
	for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal))
	const parent = process.ppid
	setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 500).unref()
	child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code))
}

install()
handOver(process.argv.slice(2))
