import type { Settings } from '@lagebild/config/read.ts'
import { InvalidArgumentError, Option } from 'commander'
import type { Command } from 'commander'

import type { Paths } from '../paths.ts'
import { Refusal } from '../refusal.ts'

export type Shell = {
	readonly settings: () => Settings
	readonly paths: () => Paths
	readonly out: (text: string) => void
	readonly err: (text: string) => void
}

const PEOPLE = ['observer', 'field', 'staff', 'commander', 'admin']
const LEVELS = ['open', 'internal', 'restricted']

const clearance = (): Option =>
	new Option('--clearance <level>', 'up to which label it reads; absent: as is usual for the role').choices(LEVELS)

/** Where the hub of these settings answers. */
function addressOf({ host, port }: Settings): string {
	const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
	return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

function daysOf(text: string): number {
	const days = Number(text)
	if (!Number.isInteger(days) || days < 1 || days > 90) throw new InvalidArgumentError('It must be a whole number of days, 1 to 90.')
	return days
}

/** Who may come in: keys, people, devices and links. They work whether the hub runs or not. */
export function addAccessCommands(program: Command, shell: Shell): void {
	addKeyCreate(program.command('key').description('keys of devices and systems'), shell)
	addUsers(program.command('user').description('accounts of people'), shell)
	addDevices(program.command('device').description('tablets that were enrolled'), shell)
	program
		.command('link')
		.option('--name <name>', 'name of the person as others will see it', 'Administrator')
		.option('--login <login>', 'into this account: its person forgot the password or lost the passkey')
		.description('a new one-time link that signs a person in (15 minutes)')
		.action(async (options: { name: string; login?: string }) => {
			const { createLink } = await import('./link.ts')
			shell.out(await createLink(shell.paths(), addressOf(shell.settings()), options))
		})
	addWalls(program.command('wall').description('screens on walls: they show everything that is not restricted, and say nothing'), shell)
}

function addWalls(wall: Command, shell: Shell): void {
	wall
		.command('link', { isDefault: true })
		.option('--name <name>', 'what the screen is called in the list of who is here', 'Wand')
		.option('--days <days>', 'so long it stays signed in, at most 90', daysOf, 30)
		.description('a one-time link that signs a screen in (15 minutes)')
		.action(async (options: { name: string; days: number }) => {
			const { createWallLink } = await import('./link.ts')
			shell.out(await createWallLink(shell.paths(), addressOf(shell.settings()), options))
		})
	wall
		.command('list')
		.description('screens that are signed in, and until when')
		.action(async () => {
			const { wallLines } = await import('./wall.ts')
			for (const line of await wallLines(shell.paths())) shell.out(line)
		})
	wall
		.command('end')
		.argument('<name>')
		.description('signs the screens of this name out at once')
		.action(async (name: string) => {
			const { endWalls } = await import('./wall.ts')
			shell.out(`${await endWalls(shell.paths(), name)} signed out`)
		})
}

function addKeyCreate(key: Command, shell: Shell): void {
	key
		.command('create')
		.requiredOption('--name <name>', 'name, and source under which the key speaks')
		.addOption(new Option('--role <role>').choices([...PEOPLE, 'integrator']).makeOptionMandatory())
		.option('--operations <ops>', 'operations separated by commas; absent: all')
		.option('--organisation <name>', 'organisation that the holder belongs to')
		.addOption(clearance())
		.addOption(new Option('--rank <rank>', 'weight of an integrator’s word').choices(['crowd', 'device', 'authority']))
		.option('--kinds <kinds>', 'kinds that it reads and says, separated by commas; absent: as the role')
		.option('--submit-kinds <kinds>', 'kinds that it says, where those are fewer')
		.option('--per-second <n>', 'submissions per second, on average over ten of them; absent: no limit of its own')
		.option('--bytes <n>', 'largest body, bytes')
		.option('--days <n>', 'days until it expires')
		.description('make a key and print it alone: it can be seen only now')
		.action(async (options: unknown) => {
			const { createKey, missingOperations } = await import('./key.ts')
			const paths = shell.paths()
			const made = await createKey(paths, options)
			for (const id of missingOperations(paths, options)) shell.err(`There is no operation "${id}" yet.`)
			shell.out(made)
		})
	addKeyUpkeep(key, shell)
}

function addKeyUpkeep(key: Command, { paths, out }: Shell): void {
	key
		.command('list')
		.description('all keys; what lets in is not stored')
		.action(async () => {
			const { listKeys } = await import('./key.ts')
			out((await listKeys(paths())).join('\n'))
		})
	key
		.command('rotate')
		.argument('<name-or-id>')
		.option('--overlap-hours <n>', 'how long the one before it still holds (0 to 720)', '24')
		.description('give a key a new secret and print it alone; what was said with the old one stays said by the same')
		.action(async (named: string, { overlapHours }: { overlapHours: string }) => {
			const { rotateKey } = await import('./key.ts')
			out(await rotateKey(paths(), named, overlapHours))
		})
	key
		.command('revoke')
		.argument('<name-or-id>')
		.description('revoke all keys of a name, or the one of an id; a running hub drops their connections at once')
		.action(async (named: string) => {
			const { revokeKey } = await import('./key.ts')
			const count = await revokeKey(paths(), named)
			if (count === 0) throw new Refusal(`There is no valid key named "${named}".`)
			out(`${count} revoked`)
		})
}

function addUsers(user: Command, { settings, paths, out, err }: Shell): void {
	user
		.command('invite')
		.requiredOption('--name <name>', 'name of the person as others will see it')
		.addOption(new Option('--role <role>').choices(PEOPLE).makeOptionMandatory())
		.option('--operations <ops>', 'operations separated by commas; absent: all')
		.option('--organisation <name>', 'organisation that the person belongs to')
		.addOption(clearance())
		.option('--hours <n>', 'how long the invitation holds (1 to 336)', '72')
		.description('print a link by which one person makes an account, once')
		.action(async (options: unknown) => {
			const { invite } = await import('./user.ts')
			out(await invite(paths(), addressOf(settings()), options))
		})
	user
		.command('list')
		.description('all accounts, ended ones too')
		.action(async () => {
			const { listUsers } = await import('./user.ts')
			out((await listUsers(paths())).join('\n'))
		})
	user
		.command('end')
		.argument('<login-or-id>')
		.description('end an account; whoever is signed in with it is signed out at once')
		.action(async (named: string) => {
			const { endUser } = await import('./user.ts')
			out(`${await endUser(paths(), named)}: ended`)
		})
	addBreakGlass(user, { settings, paths, out, err })
}

function addBreakGlass(user: Command, { paths, out, err }: Shell): void {
	user
		.command('break-glass')
		.option('--login <login>', 'by this it signs in', 'notzugang')
		.option('--name <name>', 'as others will see it', 'Notzugang')
		.description('make the account for emergencies and print its password alone: to be sealed; its use raises an alarm')
		.action(async (options: { login: string; name: string }) => {
			const { breakGlass } = await import('./user.ts')
			const { login, password, renewed } = await breakGlass(paths(), options)
			err(renewed ? `The account "${login}" has this password now; the one before it holds no more.` : `The account is "${login}".`)
			err('Write the password down, seal it and put it away. Whoever uses it raises an alarm in every open operation.')
			out(password)
		})
}

function addDevices(device: Command, { paths, out }: Shell): void {
	device
		.command('list')
		.description('all tablets with their last contact')
		.action(async () => {
			const { listDevices } = await import('./device.ts')
			out((await listDevices(paths())).join('\n'))
		})
	device
		.command('revoke')
		.argument('<id>')
		.option('--lost', 'it deletes everything that it holds, also what it has not sent')
		.option('--retired', 'it deletes what it shows and keeps what it has not sent, to be handed in')
		.description('take a tablet out of use; a connected one is told at once')
		.action(async (id: string, options: { lost?: boolean; retired?: boolean }) => {
			const { revokeDevice } = await import('./device.ts')
			out(await revokeDevice(paths(), id, options))
		})
}
