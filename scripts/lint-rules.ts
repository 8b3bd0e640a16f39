/** Rules of our own. The shapes are the parts of ESTree that the rules read. */
type Node = {
	readonly callee?: { readonly name?: string }
	readonly arguments?: readonly unknown[]
	readonly source?: { readonly value?: unknown } | null
	readonly exportKind?: string
}
type Context = { readonly report: (problem: { node: Node; message: string }) => void }

const pureTime = {
	create: (context: Context) => ({
		NewExpression(node: Node) {
			if (node.callee?.name === 'Date' && node.arguments?.length === 0) {
				context.report({ node, message: 'new Date() reads the clock; time is an argument here.' })
			}
		},
	}),
}

const noReExport = {
	create: (context: Context) => ({
		ExportNamedDeclaration(node: Node) {
			if (node.source) context.report({ node, message: 'Import a name from the file that defines it; no re-exports.' })
		},
	}),
}

export default { meta: { name: 'lagebild' }, rules: { 'pure-time': pureTime, 'no-re-export': noReExport } }
