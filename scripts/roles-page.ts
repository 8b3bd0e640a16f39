import { FUNCTIONS } from '../packages/model/src/access/functions.ts'
import { DUTIES, DUTY_ABOUT, FUNCTION_ABOUT, FUNCTION_DUTIES, ROLE_TABLE } from '../packages/model/src/access/roles.ts'
import { KINDS } from '../packages/model/src/kinds/names.ts'
import { Role } from '../packages/model/src/label.ts'

/** The page about roles, duties and functions, from the table that decides. */
export function rolesPage(): string {
	return `${[HEAD, rolesPart(), saysPart(), dutiesPart(), functionsPart()].join('\n\n')}\n`
}

const HEAD = `# Roles

Made by \`node scripts/publish.ts\` from \`packages/model/src/access/roles.ts\`, the one table by which the hub decides and the pages show or hide. A credential has one role. Its grant narrows the role: to
operations, to kinds (\`kinds\`, and \`submitKinds\` where it speaks of fewer or other kinds than it reads), to a clearance and an organisation, to a time. Nothing widens it but leave to report how gates and dikes of a shown base are ([access.md](access.md#bases)) and a function
that a person holds within one operation. How labels decide what is seen stands in [protocol.md](protocol.md#access).`

function rolesPart(): string {
	const rows = Role.options.map((role) => {
		const { german, text, level } = ROLE_TABLE[role]
		return row([code(role), german, text, level.usual, level.most])
	})
	return table(['role', 'German', 'is', 'usual clearance', 'most'], rows)
}

function saysPart(): string {
	const rows = KINDS.map((kind) => row([code(kind), ...Role.options.map((role) => ROLE_TABLE[role].submits[kind].join(', ') || '–')]))
	return [
		'## What it says',
		'To measure a thing (a position, a value, a forecast) needs `patch` of its kind. Whose entity it is, and whether it can be seen, are asked beside this: [protocol.md](protocol.md).',
		table(['kind', ...Role.options.map(code)], rows),
	].join('\n\n')
}

function dutiesPart(): string {
	const rows = DUTIES.map((duty) =>
		row([code(duty), DUTY_ABOUT[duty], ...Role.options.map((role) => (ROLE_TABLE[role].duties.includes(duty) ? 'yes' : '–'))]),
	)
	return ['## Duties', table(['duty', 'permits', ...Role.options.map(code)], rows)].join('\n\n')
}

function functionsPart(): string {
	const rows = FUNCTIONS.map((one) => row([code(one), FUNCTION_ABOUT[one], FUNCTION_DUTIES[one].map(code).join(', ') || '–']))
	return [
		'## Functions',
		'Given within one operation by those with the duty `functions`, to one credential each (a section leader: one for each section), and told by the journal. They add these duties there, as long as they are held.',
		table(['function', 'is', 'adds'], rows),
	].join('\n\n')
}

function table(head: readonly string[], rows: readonly string[]): string {
	return [row(head), row(head.map(() => '---')), ...rows].join('\n')
}

function row(cells: readonly string[]): string {
	return `| ${cells.join(' | ')} |`
}

function code(text: string): string {
	return `\`${text}\``
}
