/**
 * The one page the service worker holds. It needs no other file: style, script and sign are in it. Colours are those of tokens.css.
 * It says since when by what the app left in this tab (`lost-since.ts`), else by when it was first shown, in the clinic's zone if this
 * screen ever heard of it.
 */
import { LOST_SINCE, ZONE } from './lost-since.ts';

const STYLE = `
:root{color-scheme:dark;--bg:#0b0d0e;--t1:#eceeec;--t2:#aeb6b7;--yellow:#ffd21f;--line:#ffd21f;--on:#0b0d0e}
[data-theme=day]{color-scheme:light;--bg:#f7f7f4;--t1:#12171a;--t2:#434b4e;--yellow:#ffcb05;--line:#6a5200}
*{box-sizing:border-box;margin:0}
body{min-height:100dvh;padding:24px;display:grid;place-items:center;background:var(--bg);color:var(--t1);font:400 20px/28px system-ui,sans-serif;border:6px solid var(--yellow);box-shadow:inset 0 0 0 2px var(--line);overflow-wrap:anywhere}
main{width:100%;max-width:880px}
h1{padding:16px 24px;display:flex;align-items:center;gap:20px;font-size:clamp(30px,6vw,52px);line-height:1.1;font-weight:700;background:var(--yellow);color:var(--on);box-shadow:inset 0 0 0 2px var(--line);border-radius:6px}
svg{flex:none;width:1.1em;height:1.1em}
p{margin-top:24px}
.watch{font-size:clamp(24px,4vw,34px);line-height:1.25;font-weight:600}
.since{font-size:24px;line-height:32px;font-variant-numeric:tabular-nums}
.quiet{color:var(--t2)}
button{margin-top:28px;min-height:72px;width:100%;max-width:420px;font:600 24px/30px system-ui,sans-serif;background:var(--t1);color:var(--bg);border:0;border-radius:4px;cursor:pointer}
:focus-visible{outline:3px solid var(--t1);outline-offset:3px}`;

const SCRIPT = `
const read=(store,key)=>{try{return JSON.parse(store.getItem(key))}catch{return null}};
const byId=(id)=>document.getElementById(id);
let theme;try{theme=localStorage.getItem('vigil.theme')}catch{}
document.documentElement.dataset.theme=theme==='day'?'day':'dim';
const now=Date.now();
const known=read(sessionStorage,'${LOST_SINCE}');
const since=typeof known==='number'&&known<=now?known:now;
try{sessionStorage.setItem('${LOST_SINCE}',String(since))}catch{}
const format=(timeZone,second)=>new Intl.DateTimeFormat('en-GB',{timeZone,hour:'2-digit',minute:'2-digit',second,hourCycle:'h23'});
let zone=read(localStorage,'${ZONE}')??undefined;
try{format(zone)}catch{zone=undefined}
const clock=format(zone),seconds=format(zone,'2-digit');
const lasts=(ms)=>{const s=Math.max(0,Math.floor(ms/1000)),m=Math.floor(s/60);return m<1?s+' s':m<60?m+' min':Math.floor(m/60)+' h '+String(m%60).padStart(2,'0')};
const tell=()=>{byId('since').textContent='Since '+clock.format(since)+', for '+lasts(Date.now()-since)};
tell();setInterval(tell,1000);
let trying=false;
async function look(){
  if(trying)return;
  trying=true;
  try{
    const answer=await fetch('/healthz',{cache:'no-store',signal:AbortSignal.timeout(5000)});
    if(typeof (await answer.json()).clinicTime==='number')location.reload();
  }catch{}
  trying=false;
}
setInterval(look,2000);
addEventListener('online',look);
byId('again').addEventListener('click',async()=>{
  byId('said').textContent='Trying …';
  await look();
  byId('said').textContent='No answer at '+seconds.format(Date.now())+'. It goes on trying by itself.';
});`;

/** @param nonce of the page's Content-Security-Policy: nothing else on it runs. */
export const unreachedPage = (nonce: string): string => `<!doctype html>
<html lang="en" data-theme="dim">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>No connection · Vigil</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<main>
<div role="alert"><h1><svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" aria-hidden="true"><path d="M12 20h.01M8.5 16.43a5 5 0 0 1 7 0M5 12.86a10 10 0 0 1 5.17-2.69M19 12.86a10 10 0 0 0-2-1.52M2 8.82a15 15 0 0 1 4.18-2.64M22 8.82a15 15 0 0 0-11.29-3.76M2 2l20 20"/></svg>Vigil cannot be reached</h1></div>
<p class="watch">Nobody is watched on this screen. Watch the patient and the devices themselves.</p>
<p class="since" id="since"></p>
<p class="quiet" id="said" role="status">It tries again by itself.</p>
<button id="again" type="button">Try again now</button>
</main>
<script nonce="${nonce}">${SCRIPT}</script>
</body>
</html>`;
