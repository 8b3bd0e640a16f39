import { hasDutyIn } from '@lagebild/model/access/roles.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { classes } from '@lagebild/ui/classes.ts'
import { FrozenStripe } from '@lagebild/ui/notice.tsx'
import { X } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { LabelChip } from '../access/label-chip.tsx'
import { beginEntry } from '../diary/draft.ts'
import { authorOf, isMessage } from '../diary/entries.ts'
import type { MessageThing } from '../diary/entries.ts'
import { useFrozenText } from '../frame/frozen.ts'
import { ScrollBox } from '../frame/scroll-box.tsx'
import { mayKeepDiary } from '../log/desk.ts'
import { ChainSection, TiesSection } from '../log/linked.tsx'
import { RefusalText } from '../operations/refusal-text.tsx'
import { PhotosSection } from '../photos/photos-section.tsx'
import { sayWords } from '../same/say-words.ts'
import { useSaying } from '../same/use-saying.ts'
import { titleOf } from '../select/names.ts'
import { goTo, select, setView, showOnMap } from '../state/actions.ts'
import type { ListedOperation, Thing } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'
import { Distribution } from './distribution.tsx'
import { PriorityChip } from './priority-chip.tsx'
import { PromoteDialog } from './promote-dialog.tsx'
import { ReportFacts } from './report-facts.tsx'
import { maySpeakOf, sentWords } from './report-words.ts'
import { Verify } from './verify.tsx'
import { WriteDialog } from './write-dialog.tsx'

import frame from '../frame/frame.module.css'
import styles from '../log/log.module.css'

type Props<T extends Thing = Thing> = { readonly thing: T; readonly operation: ListedOperation; readonly grant: Grant }

/** One message or unverified report with all that is done with it. */
export function ReportPane({ thing, operation, grant }: Props) {
	const t = useTranslations('reports')
	const kinds = useTranslations('kinds')
	const frozen = useFrozenText()
	const may = usePicture(({ operations }) => maySpeakOf(thing, grant, operations))
	const title = (isMessage(thing) && thing.row.fields.registryNumber) || kinds(thing.row.kind)
	return (
		<aside className={classes(frame.panel, frame.right)} aria-label={title} data-region tabIndex={-1}>
			{frozen !== undefined && <FrozenStripe text={frozen} />}
			<header className={styles.paneHead}>
				<h2>{title}</h2>
				{isMessage(thing) && <PriorityChip priority={thing.row.fields.priority} />}
				<Button size="icon" look="quiet" label={t('close')} onPress={() => select(undefined)}>
					<X size={18} aria-hidden />
				</Button>
			</header>
			<ScrollBox label={title}>
				<div className={styles.pane}>
					<p className={styles.fullText}>
						<bdi>{titleOf(thing.row)}</bdi>
					</p>
					<PhotosSection thing={thing} />
					<Verify thing={thing} may={may} />
					{isMessage(thing) && <Actions {...{ thing, operation, grant, may }} />}
					{isMessage(thing) && <Distribution {...{ thing, operation, grant, may }} />}
					{isMessage(thing) && <ReportFacts row={thing.row} />}
					<section className={styles.part}>
						<h3>{t('chain')}</h3>
						<ChainSection id={thing.row.id} />
					</section>
					<TiesSection row={thing.row} />
					<LabelChip label={thing.row.label} />
				</div>
			</ScrollBox>
		</aside>
	)
}

function Actions({ thing, operation, grant, may }: Props<MessageThing> & { readonly may: boolean }) {
	const t = useTranslations('reports')
	const [open, setOpen] = useState<'answer' | 'promote'>()
	const { row } = thing
	const text = row.fields.text ?? ''
	const entry = () => {
		const said = t('entryText', { from: row.fields.from ?? authorOf(row), text })
		beginEntry({ operation: operation.id, credential: grant.credential }, row.id, { text: said, category: 'situation' })
	}
	const orders = operation.state === 'open' && hasDutyIn(grant, 'orders', operation)
	const order = () => {
		goTo('auftraege')
		setView({ compose: { answers: row.id, order: text } })
	}
	return (
		<>
			<div className={styles.actions}>
				{mayKeepDiary(grant, operation).may && (
					<Button look="primary" onPress={entry}>
						{t('toDiary')}
					</Button>
				)}
				{may && <Button onPress={() => setOpen('answer')}>{t('answer')}</Button>}
				{orders && <Button onPress={order}>{t('toOrder')}</Button>}
				{may && <Button onPress={() => setOpen('promote')}>{t('promote')}</Button>}
				{may && <Sent thing={thing} grant={grant} />}
				{row.geometry && <Button onPress={() => showOnMap(row.id)}>{t('onMap')}</Button>}
			</div>
			<PromoteDialog thing={thing} grant={grant} open={open === 'promote'} onClose={() => setOpen(undefined)} />
			<WriteDialog operation={operation} grant={grant} answers={thing} open={open === 'answer'} onClose={() => setOpen(undefined)} />
		</>
	)
}

/** What goes out is marked when it has gone. */
function Sent({ thing, grant }: Pick<Props<MessageThing>, 'thing' | 'grant'>) {
	const t = useTranslations('reports')
	const { refusal, busy, enter } = useSaying(() => undefined)
	const now = usePicture((facts) => facts.now)
	const { direction, handling } = thing.row.fields
	if (direction !== 'out' || handling?.transport) return null
	return (
		<>
			<Button isDisabled={busy} onPress={() => void enter(() => sayWords(sentWords(thing, { name: grant.name, now })))}>
				{t('markSent')}
			</Button>
			<RefusalText refusal={refusal} />
		</>
	)
}
