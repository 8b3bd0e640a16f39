import path from 'node:path'

import { lanNameFault } from '@lagebild/config/lan-name.ts'
import { readConfig } from '@lagebild/config/read.ts'
import type { Settings } from '@lagebild/config/read.ts'
import { Command, CommanderError, InvalidArgumentError } from 'commander'

import { addAccessCommands } from './cli/access-commands.ts'
import { addEraseCommand } from './cli/erase-command.ts'
import { addRejectsCommands } from './cli/rejects-commands.ts'
import { pathsOf } from './paths.ts'
import { Refusal } from './refusal.ts'

/** Commands load what they need: a program that is called often must begin quickly. */
const out = (text: string): void => console.log(text)
const err = (text: string): void => console.error(text)

/** npm runs scripts in the root of the repository; a file name means the folder in which the person typed it. */
const folder = process.env['INIT_CWD'] ?? process.cwd()

function settings(more: { readonly lan?: string; readonly secrets?: boolean } = {}): Settings {
	const { lan, secrets = false } = more
	const read = readConfig({ env: { ...process.env, ...(lan !== undefined && { LAGEBILD_LAN: lan }) }, secrets })
	if (read.ok) return read.value
	throw new Refusal(`The configuration is not valid:\n${read.fault.map(({ key, message }) => `  ${key}: ${message}`).join('\n')}`)
}

function httpAddress(text: string): string {
	const url = URL.parse(text)
	if (!url || !/^https?:$/.test(url.protocol)) throw new InvalidArgumentError('It must begin with http:// or https://.')
	return url.href.replace(/\/+$/, '')
}

function lanName(name: string): string {
	const fault = lanNameFault(name)
	if (fault !== undefined) throw new InvalidArgumentError(`"${name}" ${fault}.`)
	return name
}

function paths(): ReturnType<typeof pathsOf> {
	const { dataFolder, database } = settings()
	return pathsOf(dataFolder, database)
}

type ImportOptions = {
	readonly list: string
	readonly operation: string
	readonly mapping?: string
	readonly key?: string
	readonly dryRun?: boolean
	readonly endMissing?: boolean
	readonly confirmMissing?: boolean
	readonly refused?: string
}

type ParseOptions = {
	readonly feed?: string
	readonly options?: string
	readonly url?: string
	readonly mapping?: string
	readonly lines?: true
}

/** With a mapping the name of the format goes without saying. */
async function parseOrTry(first: string | undefined, second: string | undefined, options: ParseOptions): Promise<number> {
	const { mapping, lines, ...more } = options
	const { parseFile } = await import('./cli/parse.ts')
	if (mapping === undefined) {
		if (first === undefined) throw new Refusal('Name a format, or a mapping with --mapping.')
		return parseFile({ format: first, file: second, folder, ...more }, out)
	}
	const { dryRun, mappingOptions } = await import('./cli/dry-run.ts')
	const file = first === 'mapping' ? second : first
	if (lines) return parseFile({ ...more, format: 'mapping', file, folder, options: mappingOptions({ mapping, folder }) }, out)
	const { isTTY, columns } = process.stdout
	return dryRun({ mapping, file, folder, feed: more.feed, columns, colour: isTTY && process.env['NO_COLOR'] === undefined }, out)
}

/** As other programs end whose reader has gone (128 + SIGPIPE). */
const PIPE_CLOSED = 141
let lasting = false

/** `lagebild verify | head`: nobody reads on. What runs for days goes on without a reader. */
function takeClosedPipe(error: NodeJS.ErrnoException): void {
	if (error.code !== 'EPIPE') throw error
	if (!lasting) process.exit(PIPE_CLOSED)
}
process.stdout.on('error', takeClosedPipe)
process.stderr.on('error', takeClosedPipe)

const program = new Command('lagebild')
	.description('An open, real-time disaster situation picture. The data folder is chosen with LAGEBILD_DATA (./data).')
	.showHelpAfterError('(--help lists what there is)')
	.exitOverride()

program
	.command('start')
	.description('run everything on this machine: hub, feeds and, in a new installation, the exercise')
	.option('--lan <name>', 'also serve the tablets of the local network, by HTTPS under this name (docs/lan.md)', lanName)
	.action(async (options: { lan?: string }) => {
		lasting = true
		const { runEverything } = await import('./supervisor/start.ts')
		process.exit(await runEverything(settings({ ...options, secrets: true }), process.env, { out, err }))
	})

program
	.command('feeds')
	.requiredOption('--hub <address>', 'http address of a hub, or of the balancer before several', httpAddress)
	.description('run the configured feeds alone, for hubs that run elsewhere with the same DATABASE_URL')
	.action(async ({ hub }: { hub: string }) => {
		lasting = true
		const { runFeeds } = await import('./supervisor/feeds-only.ts')
		process.exit(await runFeeds({ settings: settings(), env: process.env, hub }, { out, err }))
	})

program
	.command('exercise')
	.argument('<name>', 'sturmflut: a storm surge shaped on that of 5/6 December 2013')
	.option('--speed <factor>', 'how much faster than real time the scenario runs (0.1 to 600); vehicles keep their real speeds')
	.option('--stop', 'stop it; it goes on where it stood when it is started again')
	.description('start, restart or stop an exercise beside the running hub')
	.action(async (scenario: string, options: { speed?: string; stop?: boolean }) => {
		const { askForExercise } = await import('./cli/exercise.ts')
		out(await askForExercise(paths(), { scenario, ...options }))
	})

program
	.command('parse')
	.argument('[format]', 'name of the format, such as cap, pegelonline or usgs; not needed with --mapping')
	.argument('[file]', 'document to read; absent or -: standard input')
	.option('--feed <name>', 'source name in the ids')
	.option('--options <json>', 'options of the format')
	.option('--url <address>', 'address that the document came from')
	.option('--mapping <file>', 'try a mapping (docs/guide-integrator.md): every item as it came beside what it becomes')
	.option('--lines', 'with --mapping: JSON lines as of every other format')
	.description(
		'read one document: a JSON line per event, per document to fetch next and per reject, then {"events":n,"rejects":n}; exit 1 when nothing could be read',
	)
	.action(async (first: string | undefined, second: string | undefined, options: ParseOptions) => {
		process.exitCode = await parseOrTry(first, second, options)
	})

program
	.command('verify')
	.option('--operation <op>', 'only this one')
	.option('--witness <file>', 'checkpoints that somebody else kept (JSON Lines)')
	.description(
		'check every journal of the data folder, or of the database that DATABASE_URL names, also while hubs run; exit 1 and the first bad number when one is broken',
	)
	.action(async (options: { operation?: string; witness?: string }) => {
		const { verifyAll } = await import('./cli/verify.ts')
		const { dataFolder, database } = settings()
		process.exitCode = await verifyAll({ journals: pathsOf(dataFolder).journals, database, folder, ...options }, out)
	})

program
	.command('backup')
	.argument('[folder]', 'where backups lie; absent: backup.folder of the configuration')
	.description('make a backup of everything, also while the hub runs; one that is there is whole')
	.action(async (target: string | undefined) => {
		const { backUp } = await import('./cli/backup.ts')
		const read = settings({ secrets: true })
		await backUp(read, target === undefined ? read.backup.folder : path.resolve(folder, target), { out, err })
	})

program
	.command('restore')
	.argument('<backup>', 'folder of the backup')
	.option('--operation <op>', 'only this one; everything else stays as it is')
	.description('put a backup in the place of what is there, which is moved aside; refused while the hub runs')
	.action(async (file: string, options: { operation?: string }) => {
		const { restore } = await import('./cli/backup.ts')
		await restore(settings({ secrets: true }), { file, folder, ...options }, { out, err })
	})

program
	.command('export')
	.argument('<operation>')
	.option('--format <format>', 'ndjson: the journal, a line per entry; geojson: the picture', 'ndjson')
	.option('--from <place>', 'first entry, by its number or by the time of recording')
	.option('--to <place>', 'last entry; of a picture: as it was known then')
	.description('write one operation to standard output, also while the hub runs')
	.option('--photos <folder>', 'writes the photos of the operation there too, each under its SHA-256')
	.action(async (operation: string, options: { format: string; from?: string; to?: string; photos?: string }) => {
		const { exportOperation } = await import('./cli/export.ts')
		await exportOperation(settings(), { operation, ...options }, { to: process.stdout, err })
	})

program
	.command('paper')
	.argument('[operation]', 'absent: every open one')
	.option('--to <folder>', 'folder that is there; absent: as the configuration says')
	.description('write the situation as a file for paper now, also while nothing runs')
	.action(async (operation: string | undefined, options: { to?: string }) => {
		const { writePapers } = await import('./cli/paper.ts')
		const to = options.to === undefined ? undefined : path.resolve(folder, options.to)
		await writePapers(settings(), { operation, to }, { out, err })
	})

addAccessCommands(program, { settings, paths, out, err })
addRejectsCommands(program, { paths, out })
addEraseCommand(program, { paths, out }, process.env['LAGEBILD_KEY'])

program
	.command('import')
	.argument('<file>', 'table as a spreadsheet exports it (CSV)')
	.requiredOption('--list <list>', 'units, sections, shelters, gates, dike-sections or contacts')
	.requiredOption('--operation <op>', 'operation that takes it, usually a base')
	.option('--mapping <file>', 'JSON file that says which column is which; absent: by the usual names')
	.option('--key <key>', 'key with the role staff, commander or admin; absent: LAGEBILD_KEY, else one that holds for this call')
	.option('--dry-run', 'only say what would happen')
	.option('--end-missing', 'end what earlier imports brought and the file no longer names')
	.option('--confirm-missing', 'also when that is more than half of the list')
	.option('--refused <file>', 'write the refused lines there, to mend and to bring in again')
	.description('bring master data in at the running hub; exit 1 when a line was refused')
	.action(async (file: string, options: ImportOptions) => {
		const { importFile } = await import('./cli/import.ts')
		const { dryRun = false, endMissing = false, confirmMissing = false, key: given = process.env['LAGEBILD_KEY'] } = options
		process.exitCode = await importFile(paths(), { ...options, file, folder, key: given, dryRun, endMissing, confirmMissing }, out)
	})

/** 2: it was called wrongly; 1: it could not be done. */
async function codeOf(error: unknown): Promise<number> {
	if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
	err(error instanceof Refusal ? error.message : ((await aboutDatabase(error)) ?? stackOf(error)))
	return 1
}

async function aboutDatabase(error: unknown): Promise<string | undefined> {
	if (!process.env['DATABASE_URL']) return undefined
	const { databaseFault } = await import('./database-fault.ts')
	return databaseFault(error)
}

function stackOf(error: unknown): string {
	return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

program.parseAsync().then(
	() => (process.connected ? process.disconnect() : undefined),
	async (error: unknown) => {
		process.exitCode = await codeOf(error)
		if (process.connected) process.disconnect()
	},
)
