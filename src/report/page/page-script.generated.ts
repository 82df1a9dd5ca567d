// Made by scripts/build-page.ts from browser/: change those files and run the script.
export const pageScript: string =
  "/* Holds Preact, MIT License, Copyright (c) 2015-present Jason Miller. */\n(function(){var e,t,n,r,i," +
  "a,o,s,c,l,u=Symbol.for(`pv`),d={},f=[],p=/^m(i|n|o|s|text|space)$/,m=Array.isArray,h=f.slice,g=Objec" +
  "t.assign;function _(e){e&&e.parentNode&&e.remove()}function v(e,t,n){var r,i,a,o={},s=arguments.leng" +
  "th;for(a in t)a==`key`?r=t[a]:a==`ref`&&typeof e!=`function`?i=t[a]:o[a]=t[a];return s>2&&(o.childre" +
  "n=s>3?h.call(arguments,2):n),y(e,o,r,i,null)}function y(n,r,i,a,o){var s={type:n,props:r,key:i,ref:a" +
  ",__k:null,__:null,__b:0,__e:null,__c:null,constructor:u,__v:o||++t,__i:-1,__u:0};return!o&&e.vnode&&" +
  "e.vnode(s),s}function b(e){return e.children}function x(e,t){this.props=e,this.context=t,this.__g=0}" +
  "function S(e,t){if(t==null)return e.__&&S(e.__,e.__i+1);for(var n;t<e.__k.length;t++)if((n=e.__k[t])" +
  "&&n.__e)return n.__e;return typeof e.type!=`function`||e.props.__P?null:S(e)}function C(t){var n,r=t" +
  ".__v,i=r.__e,a=[],o=[],s=t.__P;s&&((n=g({constructor:u},r)).__v=r.__v+1,e.vnode&&e.vnode(n),N(s,n,r," +
  "t.__n,s.namespaceURI,32&r.__u?[i]:null,a,i||S(r),32&r.__u,o),n.__v=r.__v,n.__.__k[n.__i]=n,F(a,n,o)," +
  "r.__=r.__e=null,n.__e!=i&&w(n))}function w(e){if((e=e.__)&&e.__c&&!e.props.__P)return e.__e=null,e._" +
  "_k.some(function(t){return t&&(e.__e=t.__e)}),w(e)}function T(t){(8&t.__g||(t.__g|=8,n.push(t),i++))" +
  "&&r==e.debounceRendering||((r=e.debounceRendering)||queueMicrotask)(E)}function E(){try{for(var e,t=" +
  "1;n.length;)n.length>t&&n.sort(a),e=n.shift(),t=n.length,8&e.__g&&C(e)}finally{(i=n.length)&&(r||que" +
  "ueMicrotask)(E)}}function ee(e,t,n,r,i,a,o,s,c,l,u){var p,m,h,g,_,v,y=r.__k||f,b=t.length;for(c=D(n," +
  "t,y,c,b),p=0;p<b;p++)(h=n.__k[p])!=null&&(m=~h.__i&&y[h.__i]||d,h.__i=p,v=N(e,h,m,i,a,o,s,c,l,u),g=h" +
  ".__e,(m.ref!=h.ref||8&m.__u)&&(m.ref&&I(m.ref,null,h,m),h.ref&&u.push(h.ref,h.__c||g,h)),_||=g,4&h._" +
  "_u?(c=O(h,c,e,!m.__v),m.__e&&(m.__e=null)):typeof h.type==`function`&&v!==void 0?c=v:g&&(c=g.nextSib" +
  "ling),h.__u&=-21);return n.__e=_,c}function D(e,t,n,r,i){var a,o,s,c,l,d,f,p,h,g=n.length,_=g,v=0,x=" +
  "0,C=e.__k=Array(i);for(a=0;a<i;a++)(o=t[a])!=null&&typeof o!=`boolean`&&typeof o!=`function`?(typeof" +
  " o!=`object`||o.constructor===String?o=C[a]=y(null,o):m(o)?o=C[a]=y(b,{children:o}):o.constructor===" +
  "u&&o.__b?o=C[a]=y(o.type,o.props,o.key,o.ref,o.__v):C[a]=o,c=a+v,o.__=e,o.__b=e.__b+1,s=null,~(l=o._" +
  "_i=k(o,n,c,_))&&(_--,(s=n[l])&&(s.__u|=2)),s&&s.__v?(o.__u|=16,l==c-1?v--:l==c+1?v++:l!=c&&(l>c?v--:" +
  "v++,x=1)):(~l||(i>g?v--:i<g&&v++),typeof o.type!=`function`&&(o.__u|=4))):C[a]=null;if(x){for(d=[],f" +
  "=[],a=0;a<i;a++)if((o=C[a])&&16&o.__u){for(v=0,p=d.length;v<p;)d[h=v+p>>1]<o.__i?v=h+1:p=h;d[v]=o.__" +
  "i,f[a]=v+1}for(v=d.length;a--;)f[a]&&(f[a]==v?v--:C[a].__u|=4)}if(_)for(a=0;a<g;a++)!(s=n[a])||2&s._" +
  "_u||(s.__e==r&&(r=S(s)),L(s,s));return r}function O(e,t,n,r){var i,a,o,s;if(typeof e.type==`function" +
  "`){if(e.props.__P)return t;if(i=e.__k)for(a=0;a<i.length;a++)i[a]&&(i[a].__=e,t=O(i[a],t,n,!1));retu" +
  "rn t}for(t&&!t.parentNode&&(t=S(e))&&!t.parentNode&&(t=null),o=e.__e,s=t;s&&s.nodeType==8;)s=s.nextS" +
  "ibling;for(o!=s&&(!r&&n.moveBefore&&o.parentNode?n.moveBefore(o,t):n.insertBefore(o,t||null)),t=o;(t" +
  "&&=t.nextSibling)&&t.nodeType==8&&!t.data.startsWith(`$s`););return t}function k(e,t,n,r){var i,a=e." +
  "key,o=e.type,s=t[n],c=s&&!(2&s.__u);if(s===null&&a==null||c&&a==s.key&&o==s.type)return n;if(r>+!!c)" +
  "{for(i=n-1;i>=0;i--)if((s=t[i])&&!(2&s.__u)&&a==s.key&&o==s.type)return i;for(i=n+1;i<t.length;i++)i" +
  "f((s=t[i])&&!(2&s.__u)&&a==s.key&&o==s.type)return i}return-1}function A(e,t,n){n??=``,t[0]==`-`?e.s" +
  "etProperty(t,n):e[t]=n}function j(e,t,n,r,i){var a,o;if(t==`style`){if(typeof n==`string`)e.style.cs" +
  "sText=n;else{if(typeof r==`string`&&(e.style.cssText=r=``),r)for(t in r)n&&t in n||A(e.style,t);if(n" +
  ")for(t in n)r&&n[t]==r[t]||A(e.style,t,n[t])}}else if(t[0]==`o`&&t[1]==`n`)typeof n!=`function`&&(n=" +
  "null),typeof r!=`function`&&(r=null),(e.__e||={})[t]=n,n&&r||(o=l[t]||(l[t]=M(t)),(e.__a||={})[t]=c," +
  "a=t!=(t=t.replace(s,`$1`)),(t=t.slice(2))[0]<`a`&&(t=t.toLowerCase()),n?e.addEventListener(t,o,a):e." +
  "removeEventListener(t,o,a));else{if(i==`http://www.w3.org/2000/svg`)t=t.replace(/xlink(H|:h)/,`h`).r" +
  "eplace(/sName$/,`s`);else if(t!=`width`&&t!=`height`&&t!=`href`&&t!=`list`&&t!=`form`&&t!=`tabIndex`" +
  "&&t!=`download`&&t!=`rowSpan`&&t!=`colSpan`&&t!=`role`&&t!=`popover`&&t in e)try{e[t]=n??``;return}c" +
  "atch{}if(typeof n==`function`)return;n==null||!1===n&&t[4]!=`-`?e.removeAttribute(t):e.setAttribute(" +
  "t,t==`popover`&&n==1?``:n)}}function M(t){return function(n){var r=this.__e;if(r){if(r=r[t],n[o]==nu" +
  "ll)n[o]=c++;else if(n[o]<this.__a[t])return;return r(e.event?e.event(n):n)}}}function N(t,n,r,i,a,o," +
  "s,c,l,d){var p,h,v,y,C,w,T,E,D,O,k,A,j,M,N,F,I,R,z=n.type;if(n.constructor!==u)return null;128&r.__u" +
  "&&(l=32&r.__u,p=r.__c.__z)&&(n.__u|=l,h=o=[],p.nodeType==8?c=P(p,o):o.push(p),c=o[0]||c),(p=e.__b)&&" +
  "p(n);n:if(typeof z==`function`){v=s.length;try{if(E=n.props,D=(p=z.prototype)&&p.render,O=(p=z.conte" +
  "xtType)&&i[p.__c],k=p?O?O.props.value:p.__:i,(y=r.__c)?(n.__c=y,2&y.__g&&(y.__g|=1)):(D?n.__c=y=new " +
  "z(E,k):(n.__c=y=new x(E,k),y.constructor=z,y.render=re),O&&O.sub(y),y.state||(y.state={}),y.__n=i,y." +
  "__g|=8,y.__h=[],y.__k=[]),D&&(y.__s||(y.__s=y.state),z.getDerivedStateFromProps&&(y.__s==y.state&&(y" +
  ".__s=g({},y.__s)),g(y.__s,z.getDerivedStateFromProps(E,y.__s)))),C=y.props,w=y.state,y.__v=n,r.__c){" +
  "if(E!==C&&D&&!z.getDerivedStateFromProps&&y.componentWillReceiveProps&&y.componentWillReceiveProps(E" +
  ",k),n.__v==r.__v&&!(8&y.__g)||!(4&y.__g)&&y.shouldComponentUpdate&&!1===y.shouldComponentUpdate(E,y." +
  "__s,k)){n.__v!=r.__v&&(y.props=E,y.state=y.__s,y.__g&=-9),n.__e=r.__e,n.__k=r.__k,n.__k.some(functio" +
  "n(e){e&&(e.__=n)}),f.push.apply(y.__h,y.__k),y.__k=[],y.__h.length&&s.push(y),c=S(r);break n}y.compo" +
  "nentWillUpdate&&y.componentWillUpdate(E,y.__s,k),D&&y.componentDidUpdate&&y.__h.push(function(){y.co" +
  "mponentDidUpdate(C,w,T)})}else D&&!z.getDerivedStateFromProps&&y.componentWillMount&&y.componentWill" +
  "Mount(),D&&y.componentDidMount&&y.__h.push(y.componentDidMount);y.context=k,y.props=E,y.__P=t,y.__g&" +
  "=-5,A=e.__r,j=D?25:0;do y.__g&=-9,A&&A(n),p=y.render(y.props,y.state=y.__s,y.context);while(8&y.__g&" +
  "&++j<25);D&&(f.push.apply(y.__h,y.__k),y.__k=[]),y.state=y.__s,y.getChildContext&&(i=g({},i,y.getChi" +
  "ldContext())),D&&r.__c&&y.getSnapshotBeforeUpdate&&(T=y.getSnapshotBeforeUpdate(C,w)),M=p&&p.type===" +
  "b&&p.key==null?p.props.children:p,E.__P&&(p=c,a=(t=E.__P).namespaceURI,l=o=null,r.props&&r.props.__P" +
  "!=t&&(r.__k.some(function(e){e&&L(e,e)}),r.__k=null),c=r.__k?S(r,0):null),c=ee(t,m(M)?M:[M],n,r,i,a," +
  "o,s,c,l,d),E.__P&&(n.__e=null,c=p),n.__u&=-161,h&&h.some(_),y.__h.length&&s.push(y),1&y.__g&&(y.__g&" +
  "=-4)}catch(t){if(s.length=v,n.__v=null,l||o){if(t&&t.then){if(n.__u|=128|l,o){for(~(I=o.indexOf(c||v" +
  "oid 0))||(I=o.length);(R=o[I-1])&&R.nodeType==8;)I--;for(;I<o.length;I++)if(R=o[I]){if(o[I]=null,N){" +
  "if(R==F)break}else{if(R.nodeType!=8)break;R.data.startsWith(`$s`)&&(F=P(N=R))}}}if(!N){for(;c&&c.nod" +
  "eType==8&&c.nextSibling;)c=c.nextSibling;N=c}(p=P(N=n.__c.__z||(n.__c.__z=N)))?(n.__e=N,c=p):n.__e=c" +
  ",c&&=c.nextSibling}else o&&o.some(_)}else n.__e=r.__e;n.__k||=r.__k||[],t&&t.then||te(n),e.__e(t,n,r" +
  ")}}else c=n.__e=ne(r.__e,n,r,i,a,o,s,l,d,t);return(p=e.diffed)&&p(n),c}function P(e,t){if(e&&e.nodeT" +
  "ype==8&&e.data.startsWith(`$s`))for(var n=1;e=e.nextSibling;){if(e.nodeType==8){if(e.data.startsWith" +
  "(`$s`))n++;else if(e.data.startsWith(`/$s`)&&!--n)return e}t&&t.push(e)}}function te(e){e&&(e.__c&&(" +
  "e.__c.__g|=4),e.__k&&e.__k.some(te))}function F(t,n,r){for(var i=0;i<r.length;)I(r[i++],r[i++],r[i++" +
  "]);e.__c&&e.__c(n,t),t.some(function(n){try{t=n.__h,n.__h=[],t.some(function(e){e.call(n)})}catch(t)" +
  "{e.__e(t,n.__v)}})}function ne(t,n,r,i,a,o,s,c,l,u){var f,g,v,y,b,x,C,w,T=r.props||d,E=n.props,D=n.t" +
  "ype;if(D==`svg`?a=`http://www.w3.org/2000/svg`:D==`math`?a=`http://www.w3.org/1998/Math/MathML`:a||=" +
  "`http://www.w3.org/1999/xhtml`,o){for(f=0;f<o.length;f++)if((b=o[f])&&(D?b.localName==D:b.nodeType==" +
  "3)){t=b,o[f]=null;break}}if(!t){if(w=u.ownerDocument||document,!D)return w.createTextNode(E);t=w.cre" +
  "ateElementNS(a,D,E.is?E:u),c&&=(e.__m&&e.__m(n,o),!1),o=null}if(D){if(u=D==`template`&&t.content||t," +
  "o=D==`textarea`&&E.defaultValue!=null?null:o&&h.call(u.childNodes),!c&&o)for(T={},f=0;f<t.attributes" +
  ".length;f++)T[(b=t.attributes[f]).name]=b.value;for(f in T)b=T[f],f==`dangerouslySetInnerHTML`?v=b:f" +
  "==`children`||f in E||f==`value`&&`defaultValue`in E||f==`checked`&&`defaultChecked`in E||j(t,f,null" +
  ",b,a);for(f in E)b=E[f],f==`children`?y=b:f==`dangerouslySetInnerHTML`?g=b:f==`value`?x=b:f==`checke" +
  "d`?C=b:c&&typeof b!=`function`||T[f]===b||j(t,f,b,T[f],a);g?(c||v&&(g.__html==v.__html||g.__html==t." +
  "innerHTML)||(t.innerHTML=g.__html),n.__k=[]):(v&&(t.textContent=``),(D==`foreignObject`||a==`http://" +
  "www.w3.org/1998/Math/MathML`&&p.test(D))&&(a=`http://www.w3.org/1999/xhtml`),ee(u,m(y)?y:[y],n,r,i,a" +
  ",o,s,o?o[0]:r.__k&&S(r,0),c,l),o&&o.some(_)),c&&D!=`textarea`||(f=`value`,D==`progress`&&x==null?t.r" +
  "emoveAttribute(f):x==null||x===t[f]&&(D!=`progress`||x)||j(t,f,x,T[f],a),f=`checked`,C!=null&&C!=t[f" +
  "]&&j(t,f,C,T[f],a))}else T===E||c&&t.data==E||(t.data=E);return t}function I(t,n,r,i){try{typeof t==" +
  "`function`?n?n.__x=t(n)||1:(i&&=i.__c||i.__e)&&(n=i.__x)&&(i.__x=null,typeof n==`function`?n():t(nul" +
  "l)):t.current=n}catch(t){e.__e(t,r)}}function L(t,n,r){var i,a,o,s;if(e.unmount&&e.unmount(t),!(i=t." +
  "ref)||i.current&&i.current!=t.__e||I(i,null,n,t),i=t.__c){if(i.componentWillUnmount)try{i.componentW" +
  "illUnmount()}catch(t){e.__e(t,n)}i.__P=i.__n=null}if(i=t.__k)for(s=0;s<i.length;s++)i[s]&&L(i[s],n,t" +
  "ypeof t.type!=`function`||r&&!t.props.__P);!r&&(i=t.__c)&&(i=i.__z)&&(a=P(i,o=[]))&&(i==t.__e&&o.som" +
  "e(_),_(a),_(i)),r||_(t.__e),t.__e=t.__c=t.__=null}function re(e,t,n){return this.constructor(e,n)}fu" +
  "nction R(t,n){var r,i,a,o;e.__&&e.__(t,n),n.nodeType==9&&(n=n.documentElement),i=(r=t&&32&t.__u)?nul" +
  "l:n.__k,n.__k=y(b,{children:[t]}),a=[],o=[],N(n,n.__k,i||d,d,n.namespaceURI,i?null:n.firstChild?h.ca" +
  "ll(n.childNodes):null,a,i?i.__e:n.firstChild,r,o),F(a,n.__k,o),n.__k.props.children=null}e={__e:func" +
  "tion(e,t,n,r){for(var a,o,s;t=t.__;)if((a=t.__c)&&!(1&a.__g)){a.__g|=4;try{if((s=(o=a.constructor)&&" +
  "o.getDerivedStateFromError)&&a.setState(o.getDerivedStateFromError(e)),a.componentDidCatch&&(a.compo" +
  "nentDidCatch(e,r||{}),s=1),s&&8&a.__g)return void(a.__g|=2)}catch(t){e=t}}throw i=0,e}},t=0,x.protot" +
  "ype.setState=function(e,t){var n=this.__s;n&&n!=this.state||(n=this.__s=g({},this.state)),typeof e==" +
  "`function`&&(e=e(g({},n),this.props)),e&&(g(n,e),this.__v&&(t&&this.__k.push(t),T(this)))},x.prototy" +
  "pe.forceUpdate=function(e){this.__v&&(this.__g|=4,e&&this.__h.push(e),T(this))},x.prototype.render=b" +
  ",n=[],i=0,a=function(e,t){return e.__v.__b-t.__v.__b},o=Symbol(),s=/(PointerCapture)$|Capture$/i,c=0" +
  ",l={};async function z(e){let t=Uint8Array.from(atob(e),e=>e.charCodeAt(0)),n=new Blob([t]).stream()" +
  ".pipeThrough(new DecompressionStream(`gzip`));return JSON.parse(await new Response(n).text())}var B," +
  "V,H,ie,U=Object.is,W=0,ae=[],G=[],K=e,oe=K.__b,se=K.__r,ce=K.diffed,le=K.__c,ue=K.unmount,de=K.__;fu" +
  "nction q(e,t){K.__h&&K.__h(V,e,W||t),W=0;var n=V.__H||(V.__H={__:[],__h:[]});return e>=n.__.length&&" +
  "n.__.push({}),n.__[e]}function J(e){return W=1,fe(Se,e)}function fe(e,t,n){var r=q(B++,2);if(r.t=e,!" +
  "r.__c&&(r.__=[n?n(t):Se(void 0,t),function(e){var t=(r.__N||r.__)[0],n=r.t(t,e);U(t,n)||(r.__N=[n,r." +
  "__[1]],r.__c.setState({}))}],r.__c=V,!V.__f)){V.__f=!0;var i=V.shouldComponentUpdate;V.shouldCompone" +
  "ntUpdate=function(e,t,n){var r=this.__H;if(!r)return!0;var a=!1,o=this.props!=e;if(r.__.some(functio" +
  "n(e){e.__N&&(a=!0,U(e.__[0],e.__N[0])||(o=!0))}),i){var s=i.call(this,e,t,n);return a?s||o:s}return!" +
  "a||o}}return r.__}function Y(e,t){var n=q(B++,3);!K.__s&&xe(n.__H,t)&&(n.__P=!0,n.__=e,n.u=t,V.__H._" +
  "_h.push(n))}function pe(e,t){var n=q(B++,4);!K.__s&&xe(n.__H,t)&&(n.__P=!1,n.__=e,n.u=t,V.__h.push(n" +
  "))}function me(e){return W=5,he(function(){return{current:e}},[])}function he(e,t){var n=q(B++,7);re" +
  "turn xe(n.__H,t)&&(n.__=e(),n.__H=t),n.__}function ge(){var e;do{for(;e=G.shift();)try{X(e)}catch(t)" +
  "{K.__e(t,{__:(e=e.__P)&&e.__v})}for(;e=ae.shift();){var t=e.__H;if(e.__P&&t)try{t.__h.some(X),t.__h." +
  "some(be),t.__h=[]}catch(n){t.__h=[],K.__e(n,e.__v)}}}while(G.length)}K.__b=function(e){V=null,oe&&oe" +
  "(e)},K.__=function(e,t){e&&t.__k&&t.__k.__m&&(e.__m=t.__k.__m),de&&de(e,t)},K.__r=function(e){se&&se" +
  "(e),B=0;var t=(V=e.__c).__H;t&&(H==V?V.__h=[]:(t.__h.some(X),t.__h.some(be),B=0),t.__h=[],t.__.some(" +
  "function(e){e.__N&&(e.__=e.__N),e.u=e.__N=void 0})),H=V},K.diffed=function(e){ce&&ce(e);var t=e.__c;" +
  "t&&t.__H&&(t.__H.__h.length&&ye(ae.push(t)),t.__H.__.some(function(e){e.u&&(e.__H=e.u)})),H=V=null}," +
  "K.__c=function(e,t){t.some(function(e){try{e.__h.some(X),e.__h=e.__h.filter(function(e){return!e.__|" +
  "|be(e)})}catch(t){e.__h=[function(){throw t}]}}),le&&le(e,t)},K.unmount=function(e){ue&&ue(e);var t," +
  "n,r=e.__c;r&&r.__H&&(r.__H.__.some(function(r){try{if(r.__P&&r.__c){if(n===void 0){for(n=e.__;n&&(!n" +
  ".__c||!n.__c.__P);)n=n.__;n&&=n.__c}r.__P=n,ye(G.push(r))}else X(r)}catch(e){t=e}}),r.__H=void 0,t&&" +
  "K.__e(t,r.__v))};var _e=typeof requestAnimationFrame==`function`;function ve(e){var t,n=function(){c" +
  "learTimeout(r),_e&&cancelAnimationFrame(t),setTimeout(e)},r=setTimeout(n,35);_e&&(t=requestAnimation" +
  "Frame(n))}function ye(e){e!=1&&ie==K.requestAnimationFrame||((ie=K.requestAnimationFrame)||ve)(ge)}f" +
  "unction X(e){var t=V,n=e.__c;typeof n==`function`&&(e.__c=void 0,n()),V=t}function be(e){var t=V;e._" +
  "_c=e.__(),V=t}function xe(e,t){return!e||e.length!=t.length||t.some(function(t,n){return!U(t,e[n])})" +
  "}function Se(e,t){return typeof t==`function`?t(e):t}var Z=[`right`,`wrong`,`truncated`,`no-answer`," +
  "`error`],Ce=[``,`model`,`max`,`time`,`loop`,`user`,`context`,`tool`,`none`,`settled`];function we(e," +
  "t){return`texts-${e}-${t}`}function Te(e,t,n,r){let{question:i,sample:a,setting:o}=n.samples,s=r.set" +
  "ting===void 0?void 0:n.settings.indexOf(r.setting),c=(e,t,n)=>s===void 0?`${t} ${n}\\n${e}`:`${t} ${e" +
  "}`,l=new Map;for(let e=0;e<i.length;e+=1){if(s!==void 0&&o[e]!==s)continue;let t=n.questions[i[e]??0" +
  "]?.id??``;l.set(c(t,a[e]??0,n.settings[o[e]??0]??``),e)}let u=e.samples,d=t.setting===void 0?void 0:" +
  "e.settings.indexOf(t.setting);return Int32Array.from(u.question,(t,n)=>{if(d!==void 0&&u.setting[n]!" +
  "==d)return-1;let r=e.questions[t]?.id??``;return l.get(c(r,u.sample[n]??0,e.settings[u.setting[n]??0" +
  "]??``))??-1})}function Q(e,t,n,r){let i=r?.[t]??-1;return n===void 0||i<0?!1:e.samples.status[t]===0" +
  "!=(n.samples.status[i]===0)}function Ee(e,t,n,r,i){let{shown:a,filters:o,level:s,subject:c,sort:l,de" +
  "scending:u}=t,{samples:d,questions:f}=e,p=a.setting===void 0?void 0:e.settings.indexOf(a.setting),m=" +
  "o.filter(e=>e!==`forced`&&e!==`flipped`),h={all:0,forced:0,flipped:0};for(let e of Z)h[e]=0;let g=[]" +
  ";for(let t=0;t<d.question.length;t+=1){let a=f[d.question[t]??0];if(p!==void 0&&d.setting[t]!==p||s!" +
  "==void 0&&a?.level!==s||c!==void 0&&a?.subject!==c||i!==void 0&&!i.has(t))continue;let l=Z[d.status[" +
  "t]??0]??`error`,u=(d.cuts[t]??0)+(d.waits[t]??0)>0,_=Q(e,t,n,r);for(let e of[`all`,l,...u?[`forced`]" +
  ":[],..._?[`flipped`]:[]])h[e]=(h[e]??0)+1;m.length>0&&!m.includes(l)||o.includes(`forced`)&&!u||o.in" +
  "cludes(`flipped`)&&!_||g.push(t)}return l!==`order`&&g.sort(De(e,l)),u&&g.reverse(),{indices:g,count" +
  "s:h}}function De(e,t){let{samples:n,questions:r}=e;if(t===`question`){let e=new Intl.Collator(`en`,{" +
  "numeric:!0}),t=e=>r[n.question[e]??0]?.id??``;return(n,r)=>e.compare(t(n),t(r))||n-r}let i=n[t];retu" +
  "rn(e,t)=>(i[e]??0)-(i[t]??0)||e-t}function Oe({target:e}){return e instanceof HTMLElement&&/^(input|" +
  "select|textarea)$/i.test(e.tagName)}var ke=[...Z,`forced`,`flipped`],Ae=[`order`,`question`,`thinkin" +
  "g`,`answer`,`seconds`,`status`];function je(e,t){let n=new URLSearchParams(e.replace(/^#/,``)),r=e=>" +
  "{let r=n.get(e);return r!==null&&/^\\d+$/.test(r)&&Number(r)<t?Number(r):void 0},i=e=>n.get(e)||void " +
  "0,a=(e,t)=>({run:e,...t===void 0?{}:{setting:t}}),o=r(`beside`),s=Ae.find(e=>e===n.get(`sort`)?.repl" +
  "ace(/^-/,``))??`order`,[c,l,u]=[i(`level`),i(`subject`),i(`open`)];return{shown:a(r(`run`)??0,i(`set" +
  "ting`)),...o===void 0?{}:{beside:a(o,i(`beside-setting`))},filters:ke.filter(e=>(n.get(`filter`)??``" +
  ").split(`,`).includes(e)),...c===void 0?{}:{level:c},...l===void 0?{}:{subject:l},text:i(`text`)??``" +
  ",sort:s,descending:n.get(`sort`)?.startsWith(`-`)??!1,...u!==void 0&&/^\\d+$/.test(u)?{open:Number(u)" +
  "}:{}}}function Me(e){let{shown:t,beside:n,filters:r,level:i,subject:a,text:o,sort:s,descending:c,ope" +
  "n:l}=e,u=new URLSearchParams,d=(e,t)=>{t!==void 0&&t!==``&&u.set(e,String(t))};return d(`run`,t.run=" +
  "==0?void 0:t.run),d(`setting`,t.setting),d(`beside`,n?.run),d(`beside-setting`,n?.setting),d(`filter" +
  "`,r.join(`,`)),d(`level`,i),d(`subject`,a),d(`text`,o),d(`sort`,s===`order`&&!c?void 0:`${c?`-`:``}$" +
  "{s}`),d(`open`,l),`#${u.toString()}`}var Ne=256;function Pe(e){let t=new Map,n=(n,r)=>{let i=we(n,r)" +
  ",a=t.get(i);if(a)return a;let o=e.getElementById(i)?.textContent;if(o==null)return;let s=z(o),[c]=t." +
  "keys();return t.size>=Ne&&c!==void 0&&t.delete(c),t.set(i,s),s};return{async read(e,t){return(await " +
  "n(e,Math.floor(t/64)))?.[t%64]},async search(e,t,r,i){let a=t.toLowerCase();for(let t=0;!i.aborted;t" +
  "+=1){let o=await n(e,t);if(o===void 0||i.aborted)return;for(let[e,{thinking:n,answer:i}]of o.entries" +
  "())(n.toLowerCase().includes(a)||i.toLowerCase().includes(a))&&r(t*64+e)}}}}function Fe(e,t){let n=t" +
  ".toLowerCase(),r=e=>e.toLowerCase().includes(n),i=e.questions.map(({id:e,text:t,gold:n})=>r(e)||r(t)" +
  "||r(n)),a=new Set;for(let[t,n]of e.samples.question.entries())(i[n]||r(e.samples.extracted[t]??``))&" +
  "&a.add(t);return a}function Ie(e,t){let n=[],r=0,i=t=>{t>r&&n.push({kind:`model`,text:e.slice(r,t)})" +
  ",r=Math.max(r,t)};for(let{kind:a,text:o,offset:s,position:c}of[...t].sort((e,t)=>e.offset-t.offset))" +
  "{if(a===`close`||a===`open`)continue;let t=Math.min(Math.max(s,r),e.length);i(t),a===`cut`?n.push({k" +
  "ind:a,text:``,position:c}):o!==``&&e.startsWith(o,t)?(n.push({kind:a,text:o,position:c}),r=t+o.lengt" +
  "h):n.push({kind:a,text:``,position:c})}return i(e.length),n}function Le(e,t){let n=t.findLast(({kind" +
  ":e})=>e===`cut`)?.text.split(`\n`).at(-1)?.trim()??``;return n!==``&&e.startsWith(n)?n.length:0}var R" +
  "e={right:`✓`,wrong:`✗`,truncated:`…`,\"no-answer\":`∅`,error:`!`};function ze(e,t=!1){let n=Z[e]??`err" +
  "or`,r=n.replace(`-`,` `);return v(`span`,{class:`status ${n}`,title:r,\"aria-label\":r},Re[n],t?` ${r}" +
  "`:``)}var Be={thinking:!0},Ve={model:`ended by the model`,max:`cut at the maximum`,time:`ended by ti" +
  "me`,loop:`ended by a loop`,user:`ended by hand`,context:`ended by the context`,tool:`ended by a tool" +
  " call`,none:`did not think`,settled:`ended by a settled answer`};function He({run:e,runNumber:t,inde" +
  "x:n,texts:r,beside:i}){let[a,o]=J(void 0);Y(()=>{let e=!0;return r.read(t,n).then(t=>{e&&o(t)}),()=>" +
  "{e=!1}},[t,n]);let{samples:s}=e,c=e.questions[s.question[n]??0],l=Ce[s.ending[n]??0]??``,u=e=>(e??0)" +
  ".toLocaleString(`en-US`),d=[e.settings[s.setting[n]??0],...s.sample.some(e=>e>0)?[`sample ${(s.sampl" +
  "e[n]??0)+1}`]:[],`thought ${u(s.thinking[n])} tokens`,...l===``?[]:[Ve[l]],`answered in ${u(s.answer" +
  "[n])}`,`${s.seconds[n]} s`,...a?[`seed ${a.seed}`]:[],...a&&a.attempts>1?[`${a.attempts} attempts`]:" +
  "[]];return v(`article`,{class:`detail`,\"data-sample\":n},v(`p`,{class:`verdict`},ze(s.status[n]??0,!0" +
  "),` `,v(`b`,null,i?`${e.label}, ${e.settings[s.setting[n]??0]}`:null)),v(`p`,{class:`faint facts`},d" +
  ".join(` · `)),i?null:Ue({run:e,index:n}),e.confidential?v(`p`,{class:`note`},`Question, thinking and" +
  " answer are left out: the authors of this data set ask that they do not become public.`):v(`dl`,{cla" +
  "ss:`judged`},v(`dt`,null,`Taken as answer`),v(`dd`,null,s.extracted[n]||v(`i`,null,`nothing`),a?.rul" +
  "e?v(`span`,{class:`faint`},` (${a.rule})`):null),v(`dt`,null,`Right answer`),v(`dd`,null,c?.gold,a?." +
  "reason?v(`span`,{class:`faint`},` (${a.reason})`):null)),a===void 0?v(`p`,{class:`faint`},`Unpacking" +
  " …`):We({text:a,run:e,index:n}))}function Ue({run:e,index:t}){let n=e.questions[e.samples.question[t" +
  "]??0];if(n===void 0||e.confidential)return null;let r=[n.level===void 0?``:`level ${n.level}`,n.subj" +
  "ect??``].filter(Boolean);return v(`section`,null,v(`h4`,null,`Question`,r.length>0?v(`span`,{class:`" +
  "faint`},` ${r.join(` · `)}`):null),v(`p`,{class:`text`},n.text))}function We({text:e,run:t,index:n})" +
  "{let r=Le(e.answer,e.forced),i=(t.samples.thinking[n]??0).toLocaleString(`en-US`);return v(`div`,nul" +
  "l,e.error?v(`p`,{class:`note bad`},`${e.error.code} ${e.error.message}`):null,(e.warnings??[]).map(e" +
  "=>v(`p`,{class:`note`},e)),e.thinking===``?null:v(`details`,{open:Be.thinking,onToggle:e=>{Be.thinki" +
  "ng=e.currentTarget.open}},v(`summary`,null,v(`h4`,null,`Thinking`,v(`span`,{class:`faint`},` ${i} to" +
  "kens`))),v(`p`,{class:`text thinking`},Ie(e.thinking,e.forced).map(Ge))),e.answer===``?null:v(`secti" +
  "on`,null,v(`h4`,null,`Answer`),v(`p`,{class:`text`},r>0?v(`mark`,{class:`cut`,title:`put in by mull`" +
  "},e.answer.slice(0,r)):null,e.answer.slice(r))),e.branches===void 0?null:v(`div`,null,e.branches.map" +
  "(Ke)))}function Ge(e,t){if(e.kind===`model`)return t===0?e.text.replace(/^\\n+/,``):e.text;let n=`aft" +
  "er ${e.position.toLocaleString(`en-US`)} tokens`;return e.kind===`cut`?v(`mark`,{class:`cut place`,t" +
  "itle:n},`cut ${n}`):e.text===``?v(`mark`,{class:`wait place`,title:n},`end suppressed`):v(`mark`,{cl" +
  "ass:`wait`,title:`put in by mull ${n}`},e.text)}function Ke(e){return v(`details`,{class:`branch`},v" +
  "(`summary`,null,`Chain ${e.branch+1}, ${e.state}: ${e.answer.slice(-80)}`),v(`p`,{class:`text thinki" +
  "ng`},e.thinking),v(`p`,{class:`text`},e.answer))}var $=36,qe=12;function Je(e){let{indices:t,open:n," +
  "onOpen:r}=e,i=me(null),[a,o]=J({top:0,height:600}),s=()=>{let e=i.current;e&&o({top:e.scrollTop,heig" +
  "ht:e.clientHeight})};Y(()=>(addEventListener(`resize`,s),()=>removeEventListener(`resize`,s)),[]);le" +
  "t c=n===void 0?-1:t.indexOf(n);pe(()=>{let e=i.current;if(!e)return;let t=c*$;c>=0&&t<e.scrollTop&&(" +
  "e.scrollTop=t),c>=0&&t+$>e.scrollTop+e.clientHeight&&(e.scrollTop=t+$-e.clientHeight),s()},[c,t]);le" +
  "t l=Math.max(0,Math.floor(a.top/$)-qe),u=Math.min(t.length,Math.ceil((a.top+a.height)/$)+qe);return " +
  "v(`div`,{class:`list`,ref:i,onScroll:s,role:`listbox`,tabIndex:0,id:`samples-list`,\"aria-label\":`Sam" +
  "ples`,\"aria-activedescendant\":c<0?void 0:`sample-${n}`},v(`div`,{class:`rows`,style:{height:`${t.len" +
  "gth*$}px`}},t.slice(l,u).map((i,a)=>v(`div`,{key:i,id:`sample-${i}`,class:i===n?`row open`:`row`,rol" +
  "e:`option`,\"aria-selected\":i===n,\"aria-setsize\":t.length,\"aria-posinset\":l+a+1,style:{top:`${(l+a)*$" +
  "}px`},onClick:()=>r(i)},Ye(e,i)))),t.length===0?v(`p`,{class:`empty`},`No sample fits these filters." +
  "`):null)}function Ye({run:e,other:t,pairs:n},r){let{samples:i,questions:a,settings:o}=e,s=a[i.questi" +
  "on[r]??0],[c,l]=[i.cuts[r]??0,i.waits[r]??0],u=n?.[r]??-1,d=i.extracted[r]??``,f=i.sample[r]??0;retu" +
  "rn[v(`span`,{class:`marks`},ze(i.status[r]??0),t&&u>=0?ze(t.samples.status[u]??0):null,Q(e,r,t,n)?v(" +
  "`span`,{class:`flip`,title:`right in one of the two`},`⇄`):null),v(`span`,{class:`what`},v(`b`,null," +
  "s?.id),f>0?v(`small`,null,` sample ${f+1}`):null,` `,v(`span`,{class:`faint`},s?.text.slice(0,160)))" +
  ",v(`span`,{class:`setting`},o[i.setting[r]??0]),v(`span`,{class:`taken`,title:d},d.slice(0,40)),v(`s" +
  "pan`,{class:`forced-count`},l>0?v(`span`,{class:`chip wait`},l===1?`Wait`:`${l} Waits`):null,c>0?v(`" +
  "span`,{class:`chip cut`},`cut`):null),v(`span`,{class:`number`},(i.thinking[r]??0).toLocaleString(`e" +
  "n-US`))]}function Xe({index:e,texts:t}){let{runs:n}=e,[r,i]=J(()=>je(location.hash,n.length)),a=me(n" +
  "ull),o=e=>{let t={...r,...e};history.replaceState(null,``,Me(t)),i(t)};Y(()=>{let e=()=>{location.ha" +
  "sh.includes(`=`)&&(i(je(location.hash,n.length)),document.getElementById(`samples`)?.scrollIntoView(" +
  "{behavior:`smooth`}))};return addEventListener(`hashchange`,e),()=>removeEventListener(`hashchange`," +
  "e)},[]);let{shown:s,beside:c,text:l}=r,u=n[s.run]??n[0],d=c===void 0?void 0:n[c.run],f=he(()=>d&&c?T" +
  "e(u,s,d,c):void 0,[u,d,s.setting,c?.setting]),{found:p,searching:m}=Qe(u,s.run,l,t),{indices:h,count" +
  "s:g}=he(()=>Ee(u,r,d,f,p),[u,d,f,p,r.filters.join(),r.level,r.subject,s.setting,r.sort,r.descending]" +
  "),_=r.open!==void 0&&r.open<u.samples.question.length?r.open:void 0;return $e({state:r,change:o,indi" +
  "ces:h,open:_,run:u,other:d,pairs:f,search:a}),v(`div`,{class:`explorer`},v(`div`,{class:`tools`},v(`" +
  "input`,{type:`search`,ref:a,id:`search`,placeholder:`Search questions, thinking, answers  ( / )`,\"ar" +
  "ia-label\":`Search questions, thinking and answers`,value:l,onInput:e=>o({text:e.currentTarget.value}" +
  ")}),tt(`Run and setting`,n,s,!1,e=>o({shown:e??{run:0},open:void 0})),tt(`Beside`,n,c,!0,e=>o({besid" +
  "e:e})),nt(`Level`,rt(u,`level`),r.level,e=>o({level:e})),nt(`Subject`,rt(u,`subject`),r.subject,e=>o" +
  "({subject:e}))),v(`div`,{class:`filters`,role:`group`,\"aria-label\":`Filters`},[`all`,...ke].filter(e" +
  "=>e!==`flipped`||d!==void 0).map(e=>{let t=e===`all`?r.filters.length===0:r.filters.includes(e),n=t?" +
  "r.filters.filter(t=>t!==e):[...r.filters,e];return v(`button`,{type:`button`,class:`filter ${e}`,\"ar" +
  "ia-pressed\":t,onClick:()=>o({filters:e===`all`?[]:n})},e.replace(`-`,` `),` `,v(`small`,null,(g[e]??" +
  "0).toLocaleString(`en-US`)))}),v(`span`,{class:`faint shown`,role:`status`},`${h.length.toLocaleStri" +
  "ng(`en-US`)} shown${m?`, searching texts …`:``}`)),v(`div`,{class:_===void 0?`panes`:`panes reading`" +
  "},v(`div`,{class:s.setting===void 0?`left`:`left one-setting`},v(`div`,{class:`row heading`},et(`sta" +
  "tus`,``,r,o,`Status`),et(`question`,`Question`,r,o),v(`span`,{class:`setting`},`Setting`),v(`span`,{" +
  "class:`taken`},`Answer`),v(`span`,{class:`forced-count`},`Forced`),et(`thinking`,`Tokens`,r,o)),v(Je" +
  ",{run:u,other:d,pairs:f,indices:h,open:_,onOpen:e=>o({open:e})})),_===void 0?v(`p`,{class:`faint hin" +
  "t`},`Choose a sample to read it. Keys: j and k to move, / to search, n for the next flip, Esc to clo" +
  "se, t for dark or light.`):Ze({runs:n,run:u,shown:s,beside:c,other:d,pairs:f,open:_,texts:t,onClose:" +
  "()=>o({open:void 0})})))}function Ze({run:e,shown:t,beside:n,other:r,pairs:i,open:a,texts:o,onClose:" +
  "s}){let c=e.questions[e.samples.question[a]??0],l=i?.[a]??-1,u=Q(e,a,r,i),d=u&&e.samples.status[a]!=" +
  "=0;return v(`div`,{class:`reader`,tabIndex:-1,id:`reader`},v(`header`,{class:`reader-head`},v(`h3`,n" +
  "ull,c?.id),u?v(`span`,{class:`chip flipped ${d?`gained`:`lost`}`},d?`right only on the right side`:`" +
  "right only on the left side`):null,v(`button`,{type:`button`,class:`close`,\"aria-label\":`Close`,onCl" +
  "ick:s},`×`)),r===void 0||n===void 0?v(He,{key:`${t.run} ${a}`,run:e,runNumber:t.run,index:a,texts:o," +
  "beside:!1}):[v(Ue,{run:e,index:a}),v(`div`,{class:`sides`},v(He,{key:`${t.run} ${a}`,run:e,runNumber" +
  ":t.run,index:a,texts:o,beside:!0}),l<0?v(`p`,{class:`faint`},`This sample has no counterpart there.`" +
  "):v(He,{key:`${n.run} ${l} beside`,run:r,runNumber:n.run,index:l,texts:o,beside:!0}))])}function Qe(" +
  "e,t,n,r){let[i,a]=J({found:void 0,searching:!1});return Y(()=>{let i=n.trim();if(i===``){a({found:vo" +
  "id 0,searching:!1});return}let o=new AbortController,s=Fe(e,i);a({found:new Set(s),searching:!0});le" +
  "t c=0,l=setTimeout(async()=>{await r.search(t,i,e=>{s.add(e),performance.now()-c<250||(c=performance" +
  ".now(),a({found:new Set(s),searching:!0}))},o.signal),o.signal.aborted||a({found:new Set(s),searchin" +
  "g:!1})},150);return()=>{o.abort(),clearTimeout(l)}},[e,t,n]),i}function $e(e){let t=me(e);t.current=" +
  "e,Y(()=>{let e=e=>{let{change:n,indices:r,open:i,run:a,other:o,pairs:s,search:c}=t.current,l=Oe(e);i" +
  "f(e.ctrlKey||e.metaKey||e.altKey)return;if(e.key===`Escape`){l?e.target.blur():i!==void 0&&n({open:v" +
  "oid 0});return}if(l)return;let u=i===void 0?-1:r.indexOf(i),d=e=>{let t=r[Math.max(0,Math.min(r.leng" +
  "th-1,e))];t!==void 0&&n({open:t})},f=document.activeElement?.id===`samples-list`,p={j:()=>d(u+1),k:(" +
  ")=>d(u-1),...f?{ArrowDown:()=>d(u+1),ArrowUp:()=>d(u-1)}:{},...f?{Home:()=>d(0),End:()=>d(r.length-1" +
  ")}:{},...f?{PageDown:()=>d(u+15),PageUp:()=>d(u-15)}:{},n:()=>{let e=r.findIndex((e,t)=>t>u&&Q(a,e,o" +
  ",s));e>=0&&d(e)},\"/\":()=>c.current?.focus()}[e.key];p!==void 0&&(e.preventDefault(),p())};return add" +
  "EventListener(`keydown`,e),()=>removeEventListener(`keydown`,e)},[])}function et(e,t,n,r,i=t){let a=" +
  "n.sort===e,o=a?n.descending===(e===`thinking`)?{descending:!n.descending}:{sort:`order`,descending:!" +
  "1}:{sort:e,descending:e===`thinking`};return v(`button`,{type:`button`,class:`sort ${e}`,\"aria-label" +
  "\":`Sort by ${i}`,onClick:()=>r(o)},t,a?n.descending?` ↓`:` ↑`:t===``?`↕`:``)}function tt(e,t,n,r,i){" +
  "let a=t.flatMap((e,t)=>[{value:`${t}`,label:`${e.label}: ${r?`same setting`:`all settings`}`},...e.s" +
  "ettings.map((n,r)=>({value:`${t} ${r}`,label:`${e.label}: ${n}`}))]),o=n?.setting===void 0?-1:t[n.ru" +
  "n]?.settings.indexOf(n.setting)??-1,s=n===void 0?``:o<0?`${n.run}`:`${n.run} ${o}`;return v(`label`," +
  "null,v(`span`,null,e),v(`select`,{value:s,onChange:e=>{let n=e.currentTarget.value;if(n===``)return " +
  "i(void 0);let[r=0,a]=n.split(` `).map(Number),o=a===void 0?void 0:t[r]?.settings[a];i({run:r,...o===" +
  "void 0?{}:{setting:o}})}},r?v(`option`,{value:``},`nothing`):null,a.map(e=>v(`option`,{value:e.value" +
  "},e.label))))}function nt(e,t,n,r){return t.length<2?null:v(`label`,null,v(`span`,null,e),v(`select`" +
  ",{value:n??``,onChange:e=>r(e.currentTarget.value||void 0)},v(`option`,{value:``},`all`),t.map(e=>v(" +
  "`option`,{value:e},e))))}function rt(e,t){return[...new Set(e.questions.flatMap(e=>e[t]??[]))].sort(" +
  "(e,t)=>e.localeCompare(t,`en`,{numeric:!0}))}function it(e){for(let t of e.querySelectorAll(`table.s" +
  "ortable`)){let n=t.tBodies[0];if(!n)continue;let r=[...n.rows],i=[...t.querySelectorAll(`th`)];for(l" +
  "et[t,a]of i.entries()){let o=e.createElement(`button`);o.type=`button`,o.textContent=a.textContent,a" +
  ".replaceChildren(o),o.addEventListener(`click`,()=>{let e=a.getAttribute(`aria-sort`),o=e===null?`as" +
  "cending`:e===`ascending`?`descending`:null;for(let e of i)e.removeAttribute(`aria-sort`);o&&a.setAtt" +
  "ribute(`aria-sort`,o),n.append(...o?at(r,t,o===`descending`):r)})}}}function at(e,t,n){let r=e=>e.ce" +
  "lls[t]?.textContent??``,i=e=>Number.parseFloat(r(e).replaceAll(`,`,``)),a=new Intl.Collator(`en`,{nu" +
  "meric:!0}),o=[...e].sort((e,t)=>{let[n,o]=[i(e),i(t)];return Number.isNaN(n)||Number.isNaN(o)?a.comp" +
  "are(r(e),r(t)):n-o});return n?o.reverse():o}function ot(e){let t=e.documentElement,n=e.getElementByI" +
  "d(`theme`),r=()=>t.dataset.theme===void 0?matchMedia(`(prefers-color-scheme: dark)`).matches:t.datas" +
  "et.theme===`dark`,i=()=>{t.dataset.theme=r()?`light`:`dark`};n?.removeAttribute(`hidden`),n?.addEven" +
  "tListener(`click`,i),e.addEventListener(`keydown`,e=>{e.key!==`t`||Oe(e)||e.ctrlKey||e.metaKey||e.al" +
  "tKey||i()})}async function st(){ot(document),it(document);let e=document.getElementById(`explorer`)," +
  "t=document.getElementById(`index`)?.textContent;if(!e||!t)return;let n=await z(t),r=e.dataset.start?" +
  "?``;!location.hash.includes(`=`)&&r!==``&&history.replaceState(null,``,r),e.textContent=``,R(v(Xe,{i" +
  "ndex:n,texts:Pe(document)}),e)}st().catch(e=>{let t=document.getElementById(`explorer`);t&&(t.textCo" +
  "ntent=`The samples cannot be shown: ${String(e)}. A current browser is needed.`)})})();";
