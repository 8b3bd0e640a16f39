import { forces, orders } from './forces.ts'
import { html, name } from './html.ts'
import { map } from './map.ts'
import type { PaperContent, PaperLanguage } from './order.ts'
import { sceneOf } from './scene.ts'
import type { Scene } from './scene.ts'
import { alarms, diary, incidents, warnings } from './tables.ts'
import { gates, gauges } from './water.ts'

const STYLE = `
@page{size:A4;margin:12mm}
*{box-sizing:border-box}
body{margin:0 auto;max-width:200mm;padding:4mm;color:#000;background:#fff;font:10pt/1.3 "IBM Plex Sans",Arial,sans-serif;font-variant-numeric:tabular-nums}
header{display:flex;gap:6mm;align-items:baseline;flex-wrap:wrap;border-bottom:1.5pt solid #000;padding-bottom:2mm}
h1{font-size:16pt;margin:0}
h2{font-size:12pt;margin:5mm 0 1.5mm;break-after:avoid}
.status{border:1.5pt solid #000;padding:0 2mm;font-weight:700}
.exercise .status,.test .status{background:repeating-linear-gradient(45deg,#fff,#fff 4px,#ddd 4px,#ddd 8px)}
.stand{font-size:12pt;font-weight:700}
.note,.made{font-size:8.5pt;color:#333;margin:1mm 0}
table{border-collapse:collapse;width:100%;margin:0 0 2mm;font-size:9pt}
th,td{border:.5pt solid #888;padding:.6mm 1.2mm;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{background:#eee;font-weight:600}
thead{display:table-header-group}
tr{break-inside:avoid}
.figure{text-align:right;white-space:nowrap}
.tight{white-space:nowrap}
.text{white-space:pre-wrap}
section.page{break-before:page}
svg{width:100%;height:auto;display:block;break-inside:avoid}
svg text{font:8px Arial,sans-serif;text-anchor:middle}
svg .places text{font-size:10px;fill:#777}
svg .label{paint-order:stroke;stroke:#fff;stroke-width:2px;font-weight:600}
svg .inside{font-weight:600}
`

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

/** The whole situation as one file for paper: without scripts, and without a word to any other place. */
export function paperOf(content: PaperContent, language: PaperLanguage): string {
	const scene = sceneOf(content, language)
	const { words } = scene
	const { operation, seq } = content
	const status = words.status[operation.status]
	const document = html`<!doctype html>
		<html lang="${language}">
			<head>
				<meta charset="utf-8" />
				<meta http-equiv="Content-Security-Policy" content="${POLICY}" />
				<meta name="referrer" content="no-referrer" />
				<title>${operation.name} (${status}), ${standOf(scene)}</title>
				<style>
					${{ html: STYLE }}
				</style>
			</head>
			<body class="${operation.status}">
				<header>
					<span class="status">${status}</span>
					<h1>${name(operation.name)}</h1>
					<span class="stand">${words.stand} ${standOf(scene)}</span><span>${words.entry} ${seq}</span>
				</header>
				<p class="made">${words.made}</p>
				${[alarms, gates, gauges, map, forces, orders, incidents, warnings, diary].map((write) => write(scene))}
			</body>
		</html> `
	return document.html
}

/** With the day and the zone: a paper is read when nobody remembers when it was printed. */
function standOf({ content: { at, operation }, texts }: Scene): string {
	return new Intl.DateTimeFormat(texts.locale, {
		timeZone: operation.timeZone,
		weekday: 'short',
		day: '2-digit',
		month: '2-digit',
		year: 'numeric',
		hour: '2-digit',
		minute: '2-digit',
		second: '2-digit',
		timeZoneName: 'short',
	}).format(at)
}
