import type { EntityId } from '@lagebild/model/ids.ts'
import { Priority } from '@lagebild/model/kinds/words.ts'
import { formatPriority } from '@lagebild/model/priority.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Segmented } from '@lagebild/ui/segmented.tsx'
import { X } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { SelectInput, TextInput } from '../operations/fields.tsx'
import { titleOf } from '../select/names.ts'
import { figuresNow } from '../select/now.ts'
import { thingOf } from '../select/visible.ts'
import { useNow, usePicture } from '../state/react.ts'
import type { OrderDraft } from './draft.ts'
import { clockText, nextAt } from './due.ts'
import { Recipients } from './recipients.tsx'
import { Target } from './target.tsx'
import type { ComposerState } from './use-composer.ts'

import styles from './orders.module.css'

type Props = { readonly composer: ComposerState; readonly isChange: boolean }

/** Einheit, Auftrag, Mittel, Ziel, Weg, Sicherheit, Vollzug bis. */
export function ComposerFields({ composer, isChange }: Props) {
	const t = useTranslations('orders')
	const { draft, change, faults } = composer
	return (
		<div className={styles.fields}>
			<Recipients
				chosen={draft.recipients}
				fault={faults.has('recipients') ? t('unitMissing') : undefined}
				onChange={(recipients) => change({ recipients: [...recipients] })}
			/>
			{!isChange && <SectionChoice draft={draft} onChange={change} />}
			<Text composer={composer} field="order" fault={faults.has('order') ? t('orderMissing') : undefined} />
			<div className={styles.two}>
				<Text composer={composer} field="means" short />
				<Due composer={composer} />
			</div>
			<Target draft={draft} onChange={change} />
			<Text composer={composer} field="route" short />
			<Text composer={composer} field="safety" short />
			<div className={styles.priority}>
				<span>{t('priority')}</span>
				<Segmented
					label={t('priority')}
					chosen={draft.priority}
					onChange={(priority) => change({ priority })}
					options={Priority.options.map((id) => ({ id, label: formatPriority(id) }))}
				/>
			</div>
			<Refers draft={draft} onChange={change} />
			<details className={styles.more} open={MORE.some((field) => draft[field] !== '')}>
				<summary>{t('more')}</summary>
				{MORE.map((field) => (
					<Text key={field} composer={composer} field={field} short={field !== 'situation'} />
				))}
			</details>
			{isChange && (
				<TextInput
					label={t('changeReason')}
					hint={t('changeReasonHint')}
					value={draft.reason}
					max={300}
					onChange={(reason) => change({ reason })}
				/>
			)}
		</div>
	)
}

const MORE = ['situation', 'supply', 'communication'] as const

type TextProps = {
	readonly composer: ComposerState
	readonly field: 'order' | 'means' | 'route' | 'safety' | (typeof MORE)[number]
	readonly short?: boolean
	readonly fault?: string | undefined
}

function Text({ composer: { draft, change }, field, short = false, fault }: TextProps) {
	const t = useTranslations('fields')
	return (
		<TextInput
			label={t(field)}
			value={draft[field]}
			long={!short}
			max={2_000}
			fault={fault}
			onChange={(text) => change({ [field]: text })}
		/>
	)
}

const SOON_MINUTES = [30, 60, 120] as const

/** A time of day is the next one that comes; below it stands which moment that is. */
function Due({ composer: { draft, change, faults, timeZone } }: { readonly composer: ComposerState }) {
	const t = useTranslations()
	const formats = useFormats()
	const now = useNow(10_000)
	const due = draft.due.trim() === '' ? undefined : nextAt(draft.due, now, timeZone)
	return (
		<div className={styles.due}>
			<TextInput
				label={t('fields.due')}
				value={draft.due}
				max={5}
				numeric
				fault={faults.has('due') ? t('orders.dueFault') : undefined}
				hint={due === undefined ? t('orders.dueHint') : `${formats.time(due, now)}, ${t('orders.in', { span: formats.span(due - now) })}`}
				onChange={(text) => change({ due: text })}
			/>
			<div className={styles.soon}>
				{SOON_MINUTES.map((minutes) => (
					<Button
						key={minutes}
						size="row"
						look="quiet"
						label={t('orders.dueIn', { span: formats.span(minutes * 60_000) })}
						onPress={() => change({ due: clockText(now + minutes * 60_000, timeZone) })}
					>
						+{minutes}
					</Button>
				))}
			</div>
		</div>
	)
}

const STAYS = 'stays'

function SectionChoice({ draft, onChange }: { readonly draft: OrderDraft; readonly onChange: (change: Partial<OrderDraft>) => void }) {
	const t = useTranslations('orders')
	const { sections } = usePicture((facts) => figuresNow(facts).sums.forces)
	const known = sections.flatMap(({ id, name }) => (id === undefined ? [] : [{ id, label: name }]))
	if (known.length === 0 || !draft.recipients.some((id) => id.startsWith('unit:'))) return null
	return (
		<SelectInput
			label={t('section')}
			value={draft.section ?? STAYS}
			options={[{ id: STAYS, label: t('sectionStays') }, ...known]}
			onChange={(chosen) => onChange({ section: known.find(({ id }) => id === chosen)?.id })}
		/>
	)
}

/** What the order is about or answers; each can be taken out, which is what a refusal may ask for. */
function Refers({ draft, onChange }: { readonly draft: OrderDraft; readonly onChange: (change: Partial<OrderDraft>) => void }) {
	const t = useTranslations('orders')
	if (draft.about.length === 0 && draft.answers === undefined) return null
	return (
		<ul className={styles.refers} aria-label={t('refers')}>
			{draft.about.map((id) => (
				<Refer key={id} id={id} label={t('about')} onRemove={() => onChange({ about: draft.about.filter((one) => one !== id) })} />
			))}
			{draft.answers !== undefined && <Refer id={draft.answers} label={t('answers')} onRemove={() => onChange({ answers: undefined })} />}
		</ul>
	)
}

function Refer({ id, label, onRemove }: { readonly id: EntityId; readonly label: string; readonly onRemove: () => void }) {
	const t = useTranslations('orders')
	const { language } = useFormats()
	const thing = usePicture(({ content }) => thingOf(content, id))
	const name = thing ? titleOf(thing.row, language) : id
	return (
		<li className={styles.chip}>
			<span className={styles.muted}>{label}</span>
			<bdi className={styles.cut}>{name}</bdi>
			<Button size="icon" look="quiet" label={t('remove', { name })} onPress={onRemove}>
				<X size={14} aria-hidden />
			</Button>
		</li>
	)
}
