import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'

/** `npm test`: every check one after the other, all of them even when one fails, and one closing line that counts. */
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bin = join(root, 'node_modules', '.bin')
const results = mkdtempSync(join(tmpdir(), 'lagebild-check-'))
const long = process.argv.includes('--long')
/** Hundreds of processes and threads begin with the same modules: the first ones compile them for all. */
const compiled = join(results, 'compiled')

type Tally = { readonly passed: number; readonly failed: number }

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

function say(line: string): void {
	process.stdout.write(`${line}\n`)
}

function run(command: string, args: readonly string[]): Promise<{ code: number; output: string }> {
	return new Promise((resolve) => {
		const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', CI: 'true', NODE_NO_WARNINGS: '1', NODE_COMPILE_CACHE: compiled }
		const child = spawn(command, [...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
		const chunks: Buffer[] = []
		child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
		child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
		child.on('error', (error) => resolve({ code: 127, output: error.message }))
		child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() }))
	})
}

async function timed(name: string, work: () => Promise<Tally & { readonly output: string }>): Promise<Tally> {
	const begun = performance.now()
	const { passed, failed, output } = await work()
	const seconds = ((performance.now() - begun) / 1000).toFixed(1)
	say(`${failed === 0 ? 'ok    ' : 'FAILED'} ${name}: ${passed} passed, ${failed} failed (${seconds} s)`)
	if (failed > 0) say(output.trimEnd())
	return { passed, failed }
}

/** A check that passes or fails as a whole. */
function tool(name: string, command: string, args: readonly string[]): () => Promise<Tally> {
	return () =>
		timed(name, async () => {
			const { code, output } = await run(command, args)
			return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output }
		})
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null
}

function count(file: string, read: (report: Record<string, unknown>) => readonly [passed: unknown, failed: unknown]): Tally | undefined {
	if (!existsSync(file)) return undefined
	const report: unknown = JSON.parse(readFileSync(file, 'utf8'))
	if (!isRecord(report)) return undefined
	const [passed, failed] = read(report)
	return typeof passed === 'number' && typeof failed === 'number' ? { passed, failed } : undefined
}

/** A run that ends badly without a failed test (a crash, no test found) counts as one failure. */
function judged(tally: Tally | undefined, code: number): Tally {
	if (!tally) return { passed: 0, failed: 1 }
	return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally
}

function vitest(project: string): () => Promise<Tally> {
	return () =>
		timed(`tests of ${project}`, async () => {
			const file = join(results, `${project}.json`)
			const { code, output } = await run(process.execPath, [
				join(root, 'node_modules', 'vitest', 'vitest.mjs'),
				'run',
				'--project',
				project,
				'--reporter=default',
				'--reporter=json',
				`--outputFile.json=${file}`,
			])
			const tally = count(file, (report) => [report['numPassedTests'], report['numFailedTests']])
			return { ...judged(tally, code), output }
		})
}

function playwright(project: string): () => Promise<Tally> {
	return () =>
		timed(`end to end (${project.replace('*', '')})`, async () => {
			const file = join(results, `${project.replace('*', '')}-e2e.json`)
			process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'] = file
			const cli = join(root, 'e2e', 'node_modules', '@playwright', 'test', 'cli.js')
			const { code, output } = await run(process.execPath, [cli, 'test', '-c', 'e2e', '--project', project, '--reporter=list,json'])
			const tally = count(file, ({ stats }) =>
				isRecord(stats) ? [stats['expected'], Number(stats['unexpected']) + Number(stats['flaky'])] : [undefined, undefined],
			)
			return { ...judged(tally, code), output }
		})
}

function apt(args: readonly string[]): { readonly status: number | null; readonly output: string } {
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
	const { status, stdout, stderr } = spawnSync('apt-get', [...args], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
	return { status, output: `${stdout}${stderr}` }
}

type Needed = { readonly what: string; readonly found: () => boolean; readonly packages: readonly string[]; readonly before?: () => void }

const NEEDED: readonly Needed[] = [
	{
		what: 'Chromium for the end-to-end tests',
		found: () => CHROMIUM.some((path) => existsSync(path)),
		packages: ['chromium', 'libnss3-tools'],
	},
	{ what: 'Redis for the tests of several hubs', found: () => isOnPath('redis-server'), packages: ['redis-server'] },
	{
		what: 'PostgreSQL for the tests of several hubs',
		found: () => existsSync('/usr/lib/postgresql') || isOnPath('initdb'),
		packages: ['postgresql'],
		before: wantNoMainCluster,
	},
]

function isOnPath(program: string): boolean {
	return (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(join(folder, program)))
}

/** Debian's package makes and starts a cluster of its own, which nobody here needs. */
function wantNoMainCluster(): void {
	const folder = '/etc/postgresql-common'
	if (existsSync(folder)) return
	mkdirSync(folder)
	writeFileSync(join(folder, 'createcluster.conf'), 'create_main_cluster = false\n')
}

/** Brings what is missing where Debian's packages can be had; elsewhere says what to install. */
function bringPrograms(): boolean {
	const missing = NEEDED.filter(({ found }) => !found())
	if (missing.length === 0) return true
	const names = missing.map(({ what }) => what).join(', ')
	const packages = missing.flatMap((needed) => needed.packages)
	if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) {
		say(`Missing: ${names}. Install it (Debian: apt-get install ${packages.join(' ')}, as root) and try again.`)
		return false
	}
	say(`Installing ${names} (once)…`)
	for (const { before } of missing) before?.()
	apt(['update', '-qq'])
	const { status, output } = apt(['install', '-y', '-qq', '--no-install-recommends', '-o', 'Dpkg::Options::=--force-confold', ...packages])
	if (status !== 0) say(output)
	return status === 0
}

const node = process.execPath
const CSS = ['{packages,apps}/*/src/**/*.module.css', '--arbitraryExtensions', '--no-cache', '--outDir', 'generated/css']

/** `npm run faults` plays all of them, and many rounds of each. */
const FAULTS = [join(root, 'e2e', 'faults', 'run.ts'), '--short']

const quick = [
	tool('style sheets have types', join(bin, 'hcm'), CSS),
	tool('format', join(bin, 'oxfmt'), ['--check', '.']),
	tool('lint', join(bin, 'oxlint'), ['--quiet']),
	tool('types', join(bin, 'tsc'), ['-b', 'tsconfig.all.json']),
	tool('nothing unused', join(bin, 'knip'), ['--no-progress']),
	tool('every rule of a SPEC has a test', node, [join(root, 'scripts', 'check-specs.ts')]),
	tool('published schemas and pages are current', node, [join(root, 'scripts', 'publish.ts'), '--check']),
	tool('licences', node, [join(root, 'scripts', 'check-licences.ts')]),
	tool('files for containers', node, [join(root, 'scripts', 'check-docker.ts')]),
	vitest('unit'),
	vitest('contract'),
	tool('web apps build', node, [join(root, 'scripts', 'build-web.ts')]),
	tool('first views are small', node, [join(root, 'scripts', 'first-view.ts')]),
	playwright('spine*'),
	playwright('alone'),
	tool('faults on real processes', node, FAULTS),
]

const slow = [tool('web apps build', node, [join(root, 'scripts', 'build-web.ts')]), vitest('long'), playwright('long')]

async function main(): Promise<void> {
	const total = { passed: 0, failed: 0 }
	if (!bringPrograms()) total.failed++
	for (const check of long ? slow : quick) {
		// One after the other on purpose: the machines have two cores, and a check that starves another lies.
		// oxlint-disable-next-line no-await-in-loop
		const { passed, failed } = await check()
		total.passed += passed
		total.failed += failed
	}
	rmSync(results, { recursive: true, force: true })
	say(`${total.passed} passed, ${total.failed} failed`)
	process.exitCode = total.failed === 0 ? 0 : 1
}

try {
	await main()
} catch (error) {
	say(inspect(error))
	say('0 passed, 1 failed')
	process.exitCode = 1
}
