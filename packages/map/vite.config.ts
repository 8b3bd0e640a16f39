import { join } from 'node:path'

import { defineConfig } from 'vite'

/** To look at the map alone: `vite build --config packages/map/vite.config.ts`. Development only. */
export default defineConfig({
	root: join(import.meta.dirname, 'harness'),
	base: './',
	build: { outDir: 'dist', assetsInlineLimit: 0, modulePreload: { polyfill: false }, emptyOutDir: true },
})
