import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'

/** Builds the web apps when their sources changed since the last build: path, size and time of every file decide. */
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const APPS = ['command-post', 'field']
/** A build takes some ten seconds on a busy machine. */
const PATIENCE_MS = 120_000
const COMPRESSIBLE = /\.(?:js|css|html|svg|webmanifest|json)$/

function filesBelow(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
}

function sourcesBelow(folder: string): string[] {
	return filesBelow(folder).filter((path) => !/[/\\](?:node_modules|dist|harness)[/\\]/.test(path))
}

/** Of the feeds a page runs only what tries mappings. */
function previewFiles(): string[] {
	const feeds = join(root, 'packages', 'feeds', 'src')
	const shared = readdirSync(feeds, { withFileTypes: true }).filter((entry) => entry.isFile())
	return [
		...shared.map(({ name }) => join(feeds, name)),
		...['mapping', 'master-data', 'xml'].flatMap((name) => sourcesBelow(join(feeds, name))),
	]
}

function fingerprint(app: string): string {
	const rooms = [join(root, 'apps', app), ...['client', 'map', 'model', 'picture', 'ui'].map((name) => join(root, 'packages', name))]
	const files = [...rooms.flatMap(sourcesBelow), ...previewFiles(), join(root, 'pnpm-lock.yaml'), join(root, 'scripts', 'web-plugins.ts')]
	const hash = createHash('sha256')
	for (const file of files.toSorted()) {
		const { size, mtimeMs } = statSync(file)
		hash.update(`${relative(root, file)} ${size} ${mtimeMs}\n`)
	}
	return hash.digest('hex')
}

/** Compressed once here, so that the hub never compresses while people wait. */
function compress(folder: string): void {
	for (const file of filesBelow(folder)) {
		if (!COMPRESSIBLE.test(file)) continue
		const bytes = readFileSync(file)
		writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }))
	}
}

function build(app: string): number {
	const folder = join(root, 'apps', app)
	const output = join(folder, 'dist')
	const stamp = join(root, 'node_modules', `.built-${app}`)
	const wanted = fingerprint(app)
	if (existsSync(join(output, 'index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return 0
	const vite = join(folder, 'node_modules', 'vite', 'bin', 'vite.js')
	const { status, stdout, stderr } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: folder, encoding: 'utf8' })
	if (status !== 0) {
		process.stderr.write(`The web app ${app} could not be built.\n${stdout}${stderr}`)
		return status ?? 1
	}
	compress(output)
	mkdirSync(dirname(stamp), { recursive: true })
	writeFileSync(stamp, wanted)
	return 0
}

/** Two starts at the same time in one clone build one after the other. The kernel lets go of the lock when its holder dies. */
function alone<T>(work: () => T): T {
	const database = new DatabaseSync(join(root, 'node_modules', '.building.lock'))
	try {
		database.exec(`PRAGMA busy_timeout = ${PATIENCE_MS}; BEGIN EXCLUSIVE`)
		return work()
	} finally {
		database.close()
	}
}

process.exitCode = alone(() => Math.max(...APPS.map(build)))
