/** A plain page for the few moments without the command post. `paragraphs` are HTML of ours, never of a client. */
export function page(title: string, paragraphs: readonly string[]): string {
	return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head>
<body><main><h1>${title}</h1>
${paragraphs.map((text) => `<p>${text}</p>`).join('\n')}
</main></body>
</html>
`
}
