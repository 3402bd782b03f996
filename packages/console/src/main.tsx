import { render } from 'preact';
import './style/theme.css';
import './style/controls.css';
import './style/dialog.css';
import './style/layout.css';
import './style/run.css';
import './style/trace.css';
import './style/live.css';
import './style/first-frame.css';
import './style/report.css';
import './style/wall.css';
import './style/operator.css';
import './style/phone.css';
import './style/narrow.css';
import { App } from './app.tsx';
import { LiveConnection } from './live/live-connection.ts';
import { takeTokenFromAddress } from './live/token.ts';
import { readPageConfig } from './page-config.ts';
import { speakTheReadersLanguage } from './words/words.ts';

takeTokenFromAddress();
const pageConfig = readPageConfig();
let live: LiveConnection | undefined;
const root = document.getElementById('app');
if (root) {
  await speakTheReadersLanguage();
  render(
    <App
      pageConfig={pageConfig}
      live={() => {
        live ??= new LiveConnection(!pageConfig.operator);
        return live;
      }}
    />,
    root,
  );
}
