import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'

import {
	leafletInParts,
	schemasApart,
	schemasInterpreted,
	schemasWithoutEffect,
	signsWithoutFont,
	traitsAsValues,
} from '../../scripts/web-plugins.ts'

/** Where `vite` sends what only the hub can answer while somebody works on the page. */
const HUB = 'http://127.0.0.1:8080'

export default defineConfig({
	base: '/field/',
	build: {
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		chunkSizeWarningLimit: 1_500,
		/** The first view reads what the hub says by its schemas: they belong to it, and come as one file with it. */
		rolldownOptions: {
			output: { codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: 'first', tags: ['$initial'] }] } },
		},
	},
	server: { proxy: { '/api': HUB, '/socket.io': { target: HUB, ws: true } } },
	plugins: [
		react(),
		leafletInParts(),
		schemasApart(),
		schemasInterpreted(),
		schemasWithoutEffect(),
		signsWithoutFont(),
		traitsAsValues(),
		VitePWA({
			strategies: 'injectManifest',
			srcDir: 'src',
			filename: 'service-worker.ts',
			injectRegister: false,
			registerType: 'prompt',
			injectManifest: {
				globPatterns: ['**/*.{js,css,html,svg,woff2,pmtiles}'],
				/** A tablet draws nothing on its map. */
				globIgnores: ['**/drawing-*.js', '**/overlays-*.js'],
				maximumFileSizeToCacheInBytes: 4_000_000,
			},
			manifest: {
				name: 'Lagebild Tablet',
				short_name: 'Lagebild',
				lang: 'de',
				start_url: '/field/',
				scope: '/field/',
				display: 'standalone',
				background_color: '#0b0e10',
				theme_color: '#13171a',
				icons: [{ src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' }],
			},
		}),
	],
})
