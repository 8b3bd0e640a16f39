import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { validate } from 'dockerfile-utils'
import { parse } from 'yaml'
import * as z from 'zod'

/**
 * Checks what is in docker/ where no engine runs: the Dockerfile against the builder's grammar, the compose files against the schema of the
 * Compose specification, and all of them against each other and the repository. Caddy checks its own file where it is installed.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = join(root, 'docker')
const COMPOSE = ['compose.yaml', 'compose.cluster.yaml'].map((name) => join(folder, name))

const Service = z.looseObject({
	image: z.string(),
	command: z.union([z.string(), z.array(z.string())]).optional(),
	user: z.string().optional(),
	read_only: z.boolean().optional(),
	cap_drop: z.array(z.string()).optional(),
	ports: z.array(z.string()).optional(),
	networks: z.array(z.string()).optional(),
	volumes: z.array(z.string()).optional(),
})
type Service = z.infer<typeof Service>
const Compose = z.looseObject({
	services: z.record(z.string(), Service),
	networks: z.record(z.string(), z.unknown()).optional(),
	volumes: z.record(z.string(), z.unknown()).optional(),
})

const Linted = z.array(z.looseObject({ filePath: z.string(), messages: z.array(z.looseObject({ line: z.number(), message: z.string() })) }))

function dockerfileProblems(): string[] {
	const file = join(folder, 'Dockerfile')
	const text = readFileSync(file, 'utf8')
	const found = validate(text).map(({ message, range }) => `docker/Dockerfile:${range.start.line + 1} ${JSON.stringify(message)}`)
	const copied = [...text.matchAll(/^COPY (?!--from)(?:--\S+ )*(\S+) /gm)].flatMap(([, source]) => source ?? [])
	const missing = copied
		.filter((source) => !existsSync(join(root, source)))
		.map((source) => `docker/Dockerfile copies ${source}, which is not there`)
	const privileged = /^USER (?:0|root)/m.test(text) || !/^USER /m.test(text) ? ['docker/Dockerfile: the program would run as root'] : []
	return [...found, ...missing, ...privileged]
}

function composeProblems(file: string): string[] {
	const { services, networks = {}, volumes = {} } = Compose.parse(parse(readFileSync(file, 'utf8'), { merge: true }))
	return Object.entries(services).flatMap(([name, service]) => [
		...serviceProblems(service).map((problem) => `${file}: ${name} ${problem}`),
		...(service.networks ?? [])
			.filter((network) => !(network in networks))
			.map((network) => `${file}: ${name} names the network ${network}`),
		...(service.volumes ?? []).flatMap((volume) => volumeProblem(volume, volumes)).map((problem) => `${file}: ${name} ${problem}`),
	])
}

/** Against the Compose specification and good practice; docker/dclint.json says which of its rules are not ours. */
function lintProblems(): string[] {
	const rules = join(folder, 'dclint.json')
	const { stdout, stderr } = spawnSync(join(root, 'node_modules', '.bin', 'dclint'), ['-f', 'json', '-c', rules, ...COMPOSE], {
		encoding: 'utf8',
	})
	const linted = Linted.safeParse(stdout.trim() === '' ? [] : JSON.parse(stdout))
	if (!linted.success) return [`dclint: ${stdout}${stderr}`]
	return linted.data.flatMap(({ filePath, messages }) => messages.map(({ line, message }) => `${filePath}:${line} ${message}`))
}

function serviceProblems({ image, user, read_only: readOnly, cap_drop: dropped = [] }: Service): string[] {
	return [
		...(/:[\w.-]+$/.test(image) && !image.endsWith(':latest') ? [] : [`has no pinned image: ${image}`]),
		...(readOnly === true ? [] : ['can write its file system']),
		...(dropped.includes('ALL') ? [] : ['keeps capabilities that it does not need']),
		...(image.startsWith('lagebild:') && !/^[1-9]/.test(user ?? '') ? ['runs as root'] : []),
	]
}

function volumeProblem(volume: string, named: object): string[] {
	const [source = ''] = volume.split(':')
	if (source.startsWith('.')) return existsSync(join(folder, source)) ? [] : [`mounts ${source}, which is not there`]
	return source in named ? [] : [`names the volume ${source}`]
}

/** Silent where Caddy is not installed. */
function caddyProblems(): string[] {
	const { error, status, stderr } = spawnSync('caddy', ['validate', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')], {
		encoding: 'utf8',
	})
	return error || status === 0 ? [] : [`docker/Caddyfile: ${stderr.trim().split('\n').at(-1) ?? ''}`]
}

const problems = [...dockerfileProblems(), ...lintProblems(), ...COMPOSE.flatMap(composeProblems), ...caddyProblems()]
for (const problem of problems) console.log(problem)
console.log(`${COMPOSE.length + 2} files in docker/, ${problems.length} problems`)
process.exitCode = problems.length === 0 ? 0 : 1
