import { globSync, readFileSync } from 'node:fs'

/**
 * Compares the numbered rules of every SPEC.md with the tests that name them; no number is given twice. A rule is a line that begins with its id
 * (`**P3** …`, `- P3 …` or `| P3 |`), a test names rules in square brackets: `[P3] …`, `[P3, P4] …`.
 */
const RULE = /^\s*(?:[-*|]\s*)?\**([A-Z]\d{1,2}[a-z]?)\**(?=[\s:.|])/gm
const CITATION = /(?:it|test)(?:\.each\([^)]*\))?\(\s*[`'"]((?:\[[A-Z]\d{1,2}[a-z]?(?:,\s*[A-Z]\d{1,2}[a-z]?)*\]\s*)+)/g
const ID = /[A-Z]\d{1,2}[a-z]?/g

const specs = globSync('{packages,apps}/*/{,src/}SPEC.md')
const tests = globSync(['{packages,apps,e2e}/**/*.{test.ts,test.tsx,contract.ts,spec.ts}', '{packages,apps}/*/src/testing/*-contract.ts'], {
	exclude: (name) => name === 'node_modules',
})

const declared = new Map<string, string>()
const twice: string[] = []
for (const spec of specs) {
	for (const [, id] of readFileSync(spec, 'utf8').matchAll(RULE)) {
		if (id === undefined) continue
		if (declared.has(id)) twice.push(`${id} of ${spec} is the number of another rule`)
		declared.set(id, spec)
	}
}

const cited = new Map<string, string>()
for (const file of tests) {
	for (const [, ids] of readFileSync(file, 'utf8').matchAll(CITATION)) {
		for (const [id] of ids?.matchAll(ID) ?? []) cited.set(id, file)
	}
}

const untested = [...declared].filter(([id]) => !cited.has(id)).map(([id, spec]) => `${id} of ${spec} has no test`)
const unknown = [...cited].filter(([id]) => !declared.has(id)).map(([id, file]) => `${file} names ${id}, which no SPEC has`)
const problems = [...twice, ...untested, ...unknown]
for (const problem of problems) console.log(problem)
console.log(`${declared.size} rules in ${specs.length} specifications, ${cited.size} named by tests`)
process.exitCode = problems.length === 0 ? 0 : 1
