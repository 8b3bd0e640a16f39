import { Geometry } from '@lagebild/model/geo.ts'
import type { FieldChange, Reporting, ReportRow, RowFault } from '@lagebild/model/master-data.ts'
import { formatStrength, Strength } from '@lagebild/model/strength.ts'
import { formatUtmref } from '@lagebild/model/utmref.ts'
import type { Formats, Language } from '@lagebild/ui/formats.ts'

import type { Text } from '../intl.ts'
import { masterDataDe } from '../messages/de/master-data.ts'

export type Wording = { readonly t: Text; readonly formats: Formats; readonly nameOf: (id: string) => string | undefined }

const FIELDS = masterDataDe.masterData.fields

function isField(field: string): field is keyof typeof FIELDS {
	return Object.hasOwn(FIELDS, field)
}

/** A field or register (`phones.office`) as people call it. */
export function fieldText(t: Text, register: string): string {
	const field = register.split('.').at(-1) ?? register
	return isField(field) ? t(`masterData.fields.${field}`) : field
}

/** What a row is about beyond its state, in one line. */
export function rowText(row: ReportRow, wording: Wording): string {
	const { reporting = [] } = row
	return [...reporting.map((one) => reportingText(one, wording)), stateText(row, wording)].join('. ')
}

/** Who reports under the same name already. */
function reportingText({ by, unsure, units }: Reporting, { t }: Wording): string {
	const names = units.map(({ title }) => title).join(', ')
	return t(unsure ? 'masterData.unsure' : 'masterData.reports', { names, bond: t(`same.bonds.${by}`) })
}

function stateText({ state, changes = [], faults = [] }: ReportRow, wording: Wording): string {
	if (state === 'refused') return faults.map((fault) => faultText(fault, wording.formats.language)).join('. ')
	if (changes.length > 0) return changes.map((change) => changeText(change, wording)).join('. ')
	return wording.t(state === 'new' ? 'masterData.isNew' : 'masterData.same')
}

function faultText({ column, value, text }: RowFault, language: Language): string {
	const said = value === undefined || value === '' ? '' : language === 'de' ? `„${value}“` : `"${value}"`
	const where = [column, said].filter(Boolean).join(' ')
	return where === '' ? text[language] : `${where}: ${text[language]}`
}

export function changeText({ field: register, before, after, stands }: FieldChange, wording: Wording): string {
	const { t } = wording
	const field = fieldText(t, register)
	const said = valueText(after, wording)
	if (!stands) return t('masterData.change', { field, before: valueText(before, wording), after: said })
	const value = valueText(stands.value, wording)
	return t(stands.how === 'held' ? 'masterData.held' : 'masterData.beside', { field, value, name: stands.name, after: said })
}

function valueText(value: unknown, { t, formats, nameOf }: Wording): string {
	if (value === undefined || value === null) return t('masterData.none')
	if (typeof value === 'boolean') return t(value ? 'masterData.yes' : 'masterData.no')
	if (typeof value === 'number') return formats.figure(value, Number.isInteger(value) ? 0 : 2)
	return typeof value === 'string' ? (nameOf(value) ?? value) : objectText(value)
}

function objectText(value: unknown): string {
	return strengthText(value) ?? placeText(value) ?? JSON.stringify(value)
}

function strengthText(value: unknown): string | undefined {
	const { data } = Strength.safeParse(value)
	return data && formatStrength(data)
}

function placeText(value: unknown): string | undefined {
	const { data } = Geometry.safeParse(value)
	return data?.type === 'Point' ? formatUtmref({ lng: data.coordinates[0], lat: data.coordinates[1] }, 10) : undefined
}
