import { mayDo } from '@lagebild/model/access/roles.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { titleOf } from '../select/names.ts'
import { rawThingNow, sidesNow } from '../select/now.ts'
import { isShownAsOne } from '../select/ones.ts'
import type { Side } from '../select/ones.ts'
import { select } from '../state/actions.ts'
import type { Thing } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'
import { JoinDialog } from './join-dialog.tsx'
import { PartDialog } from './part-dialog.tsx'
import { sourceOf } from './source-of.ts'

import detail from '../detail/detail.module.css'
import styles from './same.module.css'

type Wish = { readonly type: 'part'; readonly other: Thing } | { readonly type: 'join'; readonly other?: Thing }

/** What is one with this thing, and the ways to say so and to take it back. */
export function SameSection({ thing }: { readonly thing: Thing }) {
	const t = useTranslations('same')
	const [wish, setWish] = useState<Wish>()
	const sides = usePicture((facts) => sidesNow(facts, thing.row.id))
	const may = usePicture(({ session, replay }) => !replay && session.state === 'in' && mayDo(session.grant.role, thing.row.kind, 'patch'))
	const { apart = [] } = thing.row
	if (!isShownAsOne(thing.row) || (!may && sides.length + apart.length === 0)) return null
	const onWish = may ? setWish : undefined
	return (
		<section className={detail.section} aria-label={t('title')}>
			<h3>{t('title')}</h3>
			{sides.length > 0 && <Sides sides={sides} onWish={onWish} />}
			{apart.length > 0 && <Apart ids={apart} onWish={onWish} />}
			{onWish && (
				<div>
					<Button size="row" onPress={() => onWish({ type: 'join' })}>
						{t('join')}
					</Button>
				</div>
			)}
			{wish && <WishDialog thing={thing} wish={wish} onDone={() => setWish(undefined)} />}
		</section>
	)
}

type WishProps = { readonly thing: Thing; readonly wish: Wish; readonly onDone: () => void }

function WishDialog({ thing, wish, onDone }: WishProps) {
	if (wish.type === 'part') return <PartDialog thing={thing} other={wish.other} onDone={onDone} />
	return <JoinDialog thing={thing} other={wish.other} onDone={onDone} />
}

/** Absent for those who may not say it. */
type OnWish = ((wish: Wish) => void) | undefined

function Sides({ sides, onWish }: { readonly sides: readonly Side[]; readonly onWish: OnWish }) {
	const t = useTranslations('same')
	return (
		<>
			<p className={detail.stand}>{t(sides.some(({ first }) => first) ? 'behind' : 'one')}</p>
			<ul className={detail.list}>
				{sides.map((side) => (
					<SideLine key={side.thing.row.id} side={side} onPart={onWish && (() => onWish({ type: 'part', other: side.thing }))} />
				))}
			</ul>
		</>
	)
}

function Apart({ ids, onWish }: { readonly ids: readonly EntityId[]; readonly onWish: OnWish }) {
	const t = useTranslations('same')
	return (
		<>
			<p className={detail.stand}>{t('apart')}</p>
			<ul className={detail.list}>
				{ids.map((id) => (
					<ApartLine key={id} id={id} onJoin={onWish && ((other) => onWish({ type: 'join', other }))} />
				))}
			</ul>
		</>
	)
}

type SideProps = { readonly side: Side; readonly onPart: (() => void) | undefined }

function SideLine({ side: { thing, bond }, onPart }: SideProps) {
	const t = useTranslations('same')
	const { language } = useFormats()
	const name = titleOf(thing.row, language)
	return (
		<li className={styles.side}>
			<ThingLink id={thing.row.id} name={name} />
			<span className={detail.at}>
				<bdi>{sourceOf(thing) ?? t('masterData')}</bdi>, {t(`bonds.${bond}`)}
			</span>
			{onPart && (
				<Button size="row" label={t('partLabel', { name })} onPress={onPart}>
					{t('part')}
				</Button>
			)}
		</li>
	)
}

function ApartLine({ id, onJoin }: { readonly id: EntityId; readonly onJoin: ((other: Thing) => void) | undefined }) {
	const t = useTranslations('same')
	const { language } = useFormats()
	const thing = usePicture((facts) => rawThingNow(facts, id))
	const name = thing ? titleOf(thing.row, language) : id
	return (
		<li className={styles.side}>
			<ThingLink id={id} name={name} />
			{thing && onJoin && (
				<Button size="row" label={t('rejoinLabel', { name })} onPress={() => onJoin(thing)}>
					{t('rejoin')}
				</Button>
			)}
		</li>
	)
}

function ThingLink({ id, name }: { readonly id: EntityId; readonly name: string }) {
	return (
		<button type="button" className={detail.link} onClick={() => select(id)}>
			<bdi>{name}</bdi>
		</button>
	)
}
