import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { clinicInDevelopment } from './server/dev-plugin.ts';
import { cutPages } from './server/page-chunks.ts';

export default defineConfig({ plugins: [clinicInDevelopment(), sveltekit(), cutPages()] });
