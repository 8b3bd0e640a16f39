import { KINDS } from '@lagebild/model/kinds/names.ts'
import type { Row, RowLink } from '@lagebild/model/row.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useTranslations } from 'use-intl'

import { titleOf } from '../select/names.ts'
import { isShownAsOne } from '../select/ones.ts'
import { thingOf } from '../select/visible.ts'
import { select } from '../state/actions.ts'
import { usePicture } from '../state/react.ts'
import { WhyButton } from '../why/why-button.tsx'

import styles from './detail.module.css'

/** What a thing is linked with, and how much more there is than the row names. */
export function LinksSection({ row }: { readonly row: Row }) {
	const t = useTranslations('detail')
	/** Who is one with it stands in a section of its own. */
	const links = row.links?.filter(({ rel }) => rel !== 'duplicates' || !isShownAsOne(row)) ?? []
	if (links.length === 0 && !row.moreLinks) return null
	return (
		<section className={styles.section}>
			<h3 className={styles.asking}>
				{t('links')}
				<WhyButton field="links" />
			</h3>
			<ul className={styles.list}>
				{links.map((link) => (
					<li key={`${link.rel} ${link.to} ${String(link.inbound)}`}>
						<LinkButton link={link} />
					</li>
				))}
			</ul>
			{row.moreLinks && <MoreLinks moreLinks={row.moreLinks} />}
		</section>
	)
}

function MoreLinks({ moreLinks }: Required<Pick<Row, 'moreLinks'>>) {
	const t = useTranslations('why')
	const { language } = useFormats()
	const kinds = moreKinds(moreLinks)
	if (kinds.length === 0) return null
	const list = new Intl.ListFormat(language, { type: 'conjunction' }).format(kinds.map(({ kind, count }) => t(`kinds.${kind}`, { count })))
	return <p className={styles.stand}>{t('moreLinks', { list })}</p>
}

function moreKinds(moreLinks: NonNullable<Row['moreLinks']>) {
	return KINDS.map((kind) => ({ kind, count: moreLinks[kind] ?? 0 })).filter(({ count }) => count > 0)
}

function LinkButton({ link }: { readonly link: RowLink }) {
	const t = useTranslations('detail')
	const target = usePicture(({ content }) => thingOf(content, link.to))
	const { language } = useFormats()
	const name = target ? titleOf(target.row, language) : link.to
	return (
		<button type="button" className={styles.link} onClick={() => select(link.to)}>
			<span className={styles.label}>{t(`${link.inbound ? 'inbound' : 'rels'}.${link.rel}`)}</span>
			<bdi>{name}</bdi>
		</button>
	)
}
