import { levelOf } from '@lagebild/model/gauge.ts'
import type { Severity } from '@lagebild/model/kinds/words.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import type { Formats } from '@lagebild/ui/formats.ts'
import { useTranslations } from 'use-intl'

import type { Text } from '../intl.ts'
import { gateView } from '../select/gates.ts'
import { kindKey } from '../select/names.ts'
import { fmsNow } from '../select/scales.ts'
import { statusWords } from '../select/status-words.ts'
import type { StatusWords } from '../select/status-words.ts'
import type { Thing } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'

/** The one line that says how a thing stands; its name stands above and its age beside it. */
export function useSupportLine(thing: Thing): string {
	const t = useTranslations()
	const formats = useFormats()
	const statusOf = statusWords(thing.row, usePicture(fmsNow), formats.language)
	return supportLine(thing, { t, formats, statusOf })
}

type OfKind<K extends Thing['row']['kind']> = Extract<Thing['row'], { readonly kind: K }>

function join(...parts: readonly (string | null | undefined | false)[]): string {
	return parts.filter(Boolean).join(', ')
}

type Tongue = { readonly t: Text; readonly formats: Formats; readonly statusOf: StatusWords }

export function supportLine({ row, measured }: Thing, { t, formats, statusOf }: Tongue): string {
	switch (row.kind) {
		case 'unit':
			return unitLine(row, t, statusOf)
		case 'sensor':
			return sensorLine(row, measured, formats)
		case 'facility':
			return facilityLine(row, t)
		case 'incident':
			return incidentLine(row, t)
		case 'warning':
			return join(severityWord(row.fields.severity, t), row.fields.senderName)
		case 'area':
			return join(row.fields.role && t(`values.areaRole.${row.fields.role}`), severityWord(row.fields.severity, t))
		default:
			return otherLine(row, t)
	}
}

function severityWord(severity: Severity | null | undefined, t: Text): string | undefined {
	return severity ? t(`words.severity.${severity}`) : undefined
}

function otherLine(row: Thing['row'], t: Text): string {
	switch (row.kind) {
		case 'closure':
			return join(row.fields.state && t(`values.closureState.${row.fields.state}`), row.fields.reason)
		case 'track':
			return join(row.fields.type, row.fields.navStatus, row.fields.destination)
		case 'section':
			return join(row.fields.type && t(`values.sectionType.${row.fields.type}`), row.fields.leader)
		case 'counter':
			return counterLine(row, t)
		case 'message':
			return messageLine(row, t)
		case 'task':
			return taskLine(row, t)
		case 'contact':
			return join(t('kinds.contact'), row.fields.function, row.fields.organisationName)
		default:
			return t(`kinds.${kindKey(row.kind)}`)
	}
}

function counterLine({ fields }: OfKind<'counter'>, t: Text): string {
	if (!fields.what || typeof fields.value !== 'number') return t('kinds.counter')
	const counted = t('values.counted', { what: t(`values.counter.${fields.what}`), value: fields.value })
	return join(counted, fields.exact === false && t('values.estimate'))
}

function messageLine({ fields, number }: OfKind<'message'>, t: Text): string {
	const type = t(`values.messageType.${fields.type ?? 'report'}`)
	const entry = fields.book && number !== undefined ? t('values.diaryNumber', { book: fields.book, number }) : fields.book
	return join(type, entry, fields.from)
}

/** An answer to an older wording of an order is none to the one that holds. */
function taskLine({ fields: { type, unit, command, execution } }: OfKind<'task'>, t: Text): string {
	const open = command && command.state === 'issued' && (execution?.answers ?? 0) < command.version
	const answer = execution && t(`values.execution.${execution.state}`)
	const state = command && command.state !== 'issued' ? t(`values.command.${command.state}`) : answer
	return join(t(`values.taskType.${type ?? 'order'}`), unit, open ? t('values.notAnswered', { version: command.version }) : state)
}

function unitLine({ fields }: OfKind<'unit'>, t: Text, statusOf: StatusWords): string {
	const organisation = fields.organisationName ?? (fields.organisation && t(`words.organisation.${fields.organisation}`))
	const status = fields.fms ? (statusOf('fms', fields.fms) ?? t(`words.fms.s${fields.fms}`)) : t('words.fmsUnknown')
	return join(status, fields.type, organisation)
}

function sensorLine(row: OfKind<'sensor'>, measured: Thing['measured'], formats: Formats): string {
	const { fields } = row
	const value = measured?.value
	if (!measured || typeof value !== 'number') return join(fields.water, fields.long)
	const level = fields.property === 'W' ? levelOf(fields, value, measured.at) : undefined
	const reading = level === undefined ? `${formats.figure(value, 1)} ${fields.unit ?? ''}` : `${formats.figure(level, 2)} m NHN`
	return join(reading, fields.water)
}

function facilityLine(row: OfKind<'facility'>, t: Text): string {
	const { fields } = row
	if (fields.type === 'gate') {
		const gate = gateView(row)
		return join(gate.differ ? t('words.gate.conflict') : t(`words.gate.${gate.reckoned}`), fields.polder)
	}
	return join(fields.type && t(`values.facilityType.${fields.type}`), fields.state && t(`values.facilityState.${fields.state}`))
}

function incidentLine({ fields }: OfKind<'incident'>, t: Text): string {
	return join(
		fields.category && t(`values.category.${fields.category}`),
		fields.state && t(`values.incidentState.${fields.state}`),
		fields.address,
	)
}
